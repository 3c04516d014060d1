import type { Calls } from '../decider.ts';
import type { ContainerValues } from './container-calls.ts';
import type { Contradiction } from './container-decider.ts';

/**
 * A call that found the container empty although some value or other was certainly in it from the call's invocation to
 * its return; null: there is none. O(n log n).
 */
export function emptyBesideValues(values: ContainerValues, { call, ret }: Calls): Contradiction {
  if (values.empties.length === 0) return null;
  const stays = certainStays(values);
  const wrong = values.empties.find((empty) => stays.cover(call[empty] ?? 0, ret[empty] ?? 0));
  return wrong === undefined
    ? null
    : { conflict: [wrong], why: 'it found nothing, and all the while some value was there' };
}

/** The stretches of time in which some value is certainly in the container. */
type CertainStays = Readonly<{
  /** Whether the stretch from `from` to `to` has no moment at which the container may be empty. O(log n). */
  cover(from: number, to: number): boolean;
}>;

/** Merges the stays of all values, each from the return of its put to the invocation of its take. O(n log n). */
function certainStays({ count, putRet, takeCall }: ContainerValues): CertainStays {
  const certain = new Int32Array(count)
    .map((_, value) => value)
    .filter((value) => (putRet[value] ?? 0) < (takeCall[value] ?? 0))
    .sort((one, other) => (putRet[one] ?? 0) - (putRet[other] ?? 0));
  const starts: number[] = [];
  const ends: number[] = [];
  for (const value of certain) {
    const start = putRet[value] ?? 0;
    const end = takeCall[value] ?? 0;
    const last = ends.length - 1;
    if (last >= 0 && start < (ends[last] ?? 0)) ends[last] = Math.max(ends[last] ?? 0, end);
    else {
      starts.push(start);
      ends.push(end);
    }
  }
  return {
    cover(from, to) {
      let low = 0; // stretches below it begin before `from`
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] ?? 0) < from) low = middle + 1;
        else high = middle;
      }
      return low > 0 && (ends[low - 1] ?? 0) > to;
    },
  };
}
