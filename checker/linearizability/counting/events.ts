import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';

/** The invocations and returns of `calls` in real-time order: a call n as n, its return as -n - 1. O(n log n). */
export function eventsOf({ size, call, ret }: Calls): Int32Array {
  const returned = new Int32Array(size).map((_, each) => each).filter((each) => ret[each] !== neverReturned);
  returned.sort((one, other) => (ret[one] ?? 0) - (ret[other] ?? 0));
  const events = new Int32Array(size + returned.length);
  let called = 0;
  let place = 0;
  for (const each of returned) {
    while (called < size && (call[called] ?? 0) < (ret[each] ?? 0)) events[place++] = called++;
    events[place++] = -each - 1;
  }
  while (called < size) events[place++] = called++;
  return events;
}
