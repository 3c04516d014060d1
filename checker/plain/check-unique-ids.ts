import type { OperationTable } from '../history/operation-table.ts';
import { countsOf, operationsOf, type PlainResult } from './plain-result.ts';

/** Which identifiers were handed out more than once. */
export type UniqueIdsResult = PlainResult<{
  attemptedCount: number;
  acknowledgedCount: number;
  duplicatedCount: number;
  /** Identifiers with how often they were handed out, the most frequent first. */
  duplicated: readonly (readonly [id: unknown, count: number])[];
}>;

/**
 * Operations `generate`, each of which must answer something new. Linear.
 *
 * ```ts
 * import { checkUniqueIds, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'generate', value: null });
 * builder.complete({ process: 1, type: 'ok', value: 7 });
 * builder.invoke({ process: 2, f: 'generate', value: null });
 * builder.complete({ process: 2, type: 'ok', value: 7 });
 * console.log(checkUniqueIds(builder.build()).duplicated); // → [ [ 7, 2 ] ]
 * ```
 */
export function checkUniqueIds(table: OperationTable): UniqueIdsResult {
  const generates = operationsOf(table).filter(({ f }) => f === 'generate');
  const ids = generates.filter(({ type }) => type === 'ok').map(({ output }) => output);
  const duplicated = [...countsOf(ids)]
    .filter(([, count]) => count > 1)
    .map(([name, count]): readonly [unknown, number] => [JSON.parse(name), count])
    .sort(([, a], [, b]) => b - a);
  return {
    kind: duplicated.length > 0 ? 'invalid' : 'valid',
    attemptedCount: generates.length,
    acknowledgedCount: ids.length,
    duplicatedCount: duplicated.length,
    duplicated,
  };
}
