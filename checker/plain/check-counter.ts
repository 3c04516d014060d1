import type { OperationTable } from '../history/operation-table.ts';
import { endOf, operationsOf, type PlainResult } from './plain-result.ts';

/** The least value that a read may have returned, what it did return, and the greatest. */
export type CounterRead = readonly [lowest: number, actual: number, highest: number];

/** What was read of a counter. */
export type CounterResult = PlainResult<{ reads: readonly CounterRead[]; errors: readonly CounterRead[] }>;

/**
 * Operations `add` (of positive or negative numbers) and `read`. A read lies between the sum of what was surely added before
 * it began and of what may have been added before it ended. n log n.
 *
 * ```ts
 * import { checkCounter, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'add', value: 1 });
 * builder.complete({ process: 1, type: 'ok', value: 1 });
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: 3 });
 * console.log(checkCounter(builder.build()).errors); // → [ [ 1, 3, 1 ] ]
 * ```
 */
export function checkCounter(table: OperationTable): CounterResult {
  const operations = operationsOf(table).filter(({ type }) => type !== 'fail');
  const events = operations.flatMap((operation) => [
    { at: operation.invokeIndex, isEnd: false, operation },
    ...(operation.type === 'ok' ? [{ at: endOf(operation), isEnd: true, operation }] : []),
  ]);
  events.sort((a, b) => a.at - b.at);
  let lowest = 0;
  let highest = 0;
  const lowestAtCall = new Map<number, number>();
  const reads: CounterRead[] = [];
  for (const { isEnd, operation } of events) {
    if (operation.f === 'add') {
      const amount = Number(operation.input);
      // What is added may count from its call on; that it does is sure from its return on.
      if (isEnd === amount > 0) lowest += amount;
      else highest += amount;
    } else if (operation.f === 'read') {
      if (!isEnd) lowestAtCall.set(operation.invokeIndex, lowest);
      else reads.push([lowestAtCall.get(operation.invokeIndex) ?? 0, Number(operation.output), highest]);
    }
  }
  const errors = reads.filter(([least, actual, most]) => !(least <= actual && actual <= most));
  return { kind: errors.length > 0 ? 'invalid' : 'valid', reads, errors };
}
