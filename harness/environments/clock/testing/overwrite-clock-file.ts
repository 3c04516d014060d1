import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sabotage: what the clocks of `node` do is not what its cluster wrote. `setting` is as libfaketime has it. */
export function overwriteClockFile(runDirectory: string, node: string, setting: string): void {
  const path = join(runDirectory, 'nodes', node, 'clock', 'faketime');
  writeFileSync(`${path}.sabotage`, `${setting}\n`);
  renameSync(`${path}.sabotage`, path);
}
