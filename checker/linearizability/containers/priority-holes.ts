import { neverReturned } from '../../history/operation-table.ts';
import type { Decider } from '../decider.ts';
import type { ContainerValues } from './container-calls.ts';
import { type Contradiction, containerDecider, type Timeline } from './container-decider.ts';
import { Unfilled } from './unfilled.ts';

/**
 * Priority queues in which every value is put once. The greatest value disturbs no other one, and may be taken only when
 * all others are out. So a history has a legal order if and only if it has one without its greatest value, and the take
 * of that value has a moment at which no other is certainly in the queue, from the return of its put to the invocation
 * of its take (whatever ends before such a moment goes before it, the rest after it). Values in increasing order then
 * need only the union of the stays of those before.
 */
export const priorityHoles: Decider = containerDecider(
  {
    name: 'priority-holes',
    complexity: 'O(n log n)',
    source: 'Lee & Mathur, Efficient Decrease-and-Conquer Linearizability Monitoring (OOPSLA 2025): priority queues',
  },
  findContradiction,
);

function findContradiction(values: ContainerValues, { calls, end }: Timeline): Contradiction {
  const { count, putCall, putRet, takeCall, takeRet, takenBy } = values; // values are numbered in their order
  const holes = new Unfilled(end); // gap g follows position g
  for (let value = 0; value < count; value++) {
    const taker = takenBy[value] ?? -1;
    const earliest = Math.max(takeCall[value] ?? 0, putCall[value] ?? 0);
    if (taker !== -1 && holes.from(earliest) >= (takeRet[value] ?? 0)) {
      return { conflict: [taker], why: 'it takes a value while a lesser one was there' };
    }
    holes.fill(Math.min(end, putRet[value] ?? 0), takeCall[value] === neverReturned ? end : (takeCall[value] ?? 0));
  }
  const wrong = values.empties.find((empty) => holes.from(calls.call[empty] ?? 0) >= (calls.ret[empty] ?? 0));
  return wrong === undefined
    ? null
    : { conflict: [wrong], why: 'it found nothing, and all the while some value was there' };
}
