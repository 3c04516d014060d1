import { endings, type OperationTable } from '../history/operation-table.ts';
import type { Attempt } from '../models/model.ts';

/** One row as a model is told of it. */
export function attemptOf(table: OperationTable, row: number): Attempt {
  return {
    process: table.process[row] ?? 0,
    f: table.functions[table.f[row] ?? 0] ?? '',
    key: table.keys[table.key[row] ?? -1] ?? null,
    input: table.values[table.input[row] ?? -1],
    output: table.values[table.output[row] ?? -1],
    type: endings[table.type[row] ?? -1] ?? 'info',
    invokeIndex: table.call[row] ?? 0,
  };
}
