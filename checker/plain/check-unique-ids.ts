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

/** Operations `generate`, each of which must answer something new. Linear. */
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
