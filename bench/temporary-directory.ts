import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const cacheDirectory = join(import.meta.dirname, '..', 'node_modules', '.cache');

/** A directory on the disk of the checkout, removed when it is disposed and on every way out. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  mkdirSync(cacheDirectory, { recursive: true });
  const path = mkdtempSync(join(cacheDirectory, 'bench-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.on('exit', remove);
  return {
    path,
    [Symbol.dispose]: () => {
      process.off('exit', remove);
      remove();
    },
  };
}
