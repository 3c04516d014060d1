import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../harness-error.ts';

/** What takes long is not to be lost in the end, because the file that it goes to is in no folder. @throws UsageError */
export function refuseWithoutFolder(option: string, file: string | undefined): void {
  if (file !== undefined && !existsSync(dirname(file)))
    throw new UsageError(`${option} ${file}: there is no folder ${dirname(file)}.`);
}
