import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { elementsOf, operationsOf, type PlainResult } from './plain-result.ts';

/** What reads of values that one client wrote one after the other show. */
export type SequentialResult = PlainResult<{
  /** Reads that saw everything, that missed something, and that saw nothing. */
  allCount: number;
  someCount: number;
  noneCount: number;
  badCount: number;
  bad: readonly Operation[];
}>;

/**
 * One client writes several values in an order, another reads them in the opposite order (null: not there yet), so that a
 * list answers the latest first: once a value is there, all that were written before it are (after the sequential
 * workload of Jepsen's tests of CockroachDB, TiDB and Dgraph). Linear.
 *
 * ```ts
 * import { checkSequential, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: ['second', null] });
 * console.log(checkSequential(builder.build()).badCount); // → 1
 * ```
 */
export function checkSequential(table: OperationTable): SequentialResult {
  const reads = operationsOf(table).filter(({ f, type }) => f === 'read' && type === 'ok');
  const isMissing = (value: unknown): boolean => value === null;
  const bad = reads.filter(({ output }) => {
    const values = elementsOf(output);
    const firstThere = values.findIndex((value) => value !== null);
    return firstThere >= 0 && values.slice(firstThere).some(isMissing);
  });
  return {
    kind: bad.length > 0 ? 'invalid' : reads.length === 0 ? 'unknown' : 'valid',
    allCount: reads.filter(({ output }) => !elementsOf(output).some(isMissing)).length,
    someCount: reads.filter(({ output }) => elementsOf(output).some(isMissing)).length,
    noneCount: reads.filter(({ output }) => elementsOf(output).every(isMissing)).length,
    badCount: bad.length,
    bad,
  };
}
