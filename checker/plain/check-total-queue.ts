import type { OperationTable } from '../history/operation-table.ts';
import { countsOf, elementsOf, operationsOf, type PlainResult } from './plain-result.ts';

type Elements = readonly unknown[];

/** What became of the elements of a queue. */
export type TotalQueueResult = PlainResult<{
  attemptCount: number;
  acknowledgedCount: number;
  okCount: number;
  lostCount: number;
  unexpectedCount: number;
  duplicatedCount: number;
  recoveredCount: number;
  lost: Elements;
  unexpected: Elements;
  duplicated: Elements;
  recovered: Elements;
}>;

/**
 * Operations `enqueue`, `dequeue` and `drain` (which returns a list), in any order of elements: what goes in must come out. Every
 * acknowledged element that was never dequeued is lost, what nobody enqueued is unexpected; both are wrong. That an element
 * came out more often than it went in (duplicated), or though its enqueue crashed (recovered), is only told. Linear.
 *
 * ```ts
 * import { checkTotalQueue, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'enqueue', value: 7 });
 * builder.complete({ process: 1, type: 'ok', value: 7 });
 * builder.invoke({ process: 1, f: 'dequeue', value: null });
 * builder.complete({ process: 1, type: 'ok', value: 8 });
 * const { lost, unexpected } = checkTotalQueue(builder.build());
 * console.log(lost, unexpected); // → [ 7 ] [ 8 ]
 * ```
 */
export function checkTotalQueue(table: OperationTable): TotalQueueResult {
  const operations = operationsOf(table);
  const enqueues = operations.filter(({ f }) => f === 'enqueue');
  const attempts = countsOf(enqueues.map(({ input }) => input));
  const acknowledged = countsOf(enqueues.filter(({ type }) => type === 'ok').map(({ input }) => input));
  const dequeued = countsOf(
    operations
      .filter(({ type }) => type === 'ok')
      .flatMap(({ f, output }) => (f === 'dequeue' ? [output] : f === 'drain' ? elementsOf(output) : [])),
  );
  const attemptsOf = (name: string): number => attempts.get(name) ?? 0;
  const ok = times(dequeued, (name, count) => Math.min(count, attemptsOf(name)));
  const lost = times(acknowledged, (name, count) => count - (dequeued.get(name) ?? 0));
  const unexpected = times(dequeued, (name, count) => (attempts.has(name) ? 0 : count));
  const duplicated = times(dequeued, (name, count) => (attempts.has(name) ? count - attemptsOf(name) : 0));
  const recovered = times(dequeued, (name, count) => Math.min(count, attemptsOf(name)) - (acknowledged.get(name) ?? 0));
  return {
    kind: lost.length + unexpected.length > 0 ? 'invalid' : 'valid',
    attemptCount: enqueues.length,
    acknowledgedCount: enqueues.filter(({ type }) => type === 'ok').length,
    okCount: ok.length,
    lostCount: lost.length,
    unexpectedCount: unexpected.length,
    duplicatedCount: duplicated.length,
    recoveredCount: recovered.length,
    lost,
    unexpected,
    duplicated,
    recovered,
  };
}

/** Each element of a multiset as often as `count` says. */
function times(counts: ReadonlyMap<string, number>, count: (name: string, present: number) => number): Elements {
  return [...counts].flatMap(([name, present]) =>
    Array.from({ length: Math.max(0, count(name, present)) }, (): unknown => JSON.parse(name)),
  );
}
