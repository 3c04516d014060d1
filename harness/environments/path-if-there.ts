import { existsSync } from 'node:fs';

/** `path` when there is such a file, else null. */
export function pathIfThere(path: string): string | null {
  return existsSync(path) ? path : null;
}
