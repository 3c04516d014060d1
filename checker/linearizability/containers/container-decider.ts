import { neverReturned } from '../../history/operation-table.ts';
import type { Budget } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import { type ContainerValues, containerValues } from './container-calls.ts';

/** Calls that contradict each other, and why; null: there is a legal order. */
export type Contradiction = Readonly<{ conflict: readonly number[]; why: string }> | null;

/** Calls whose positions are counted from 0 without gaps; all are below `end`. */
export type Timeline = Readonly<{ calls: Calls; end: number }>;

/** Of one value and of one call: columns of `ContainerValues`, the sorted ones, and the trees over them. */
const bytesPerCall = 200;

/**
 * A decider of containers in which every value is put once, around `judge`, which is told of all that is certain. Takes
 * of which nobody knows what they took (they crashed) can only have taken what nobody else took: where there is no such
 * value, or where all is well without them, they are left out; else the decider declines.
 */
export function containerDecider(
  facts: Readonly<Pick<Decider, 'name' | 'complexity' | 'source'>>,
  judge: (values: ContainerValues, timeline: Timeline) => Contradiction,
): Decider {
  return {
    ...facts,
    decide(calls: Calls, budget: Budget): Decision {
      const bytes = bytesPerCall * (calls.size + calls.valueCount);
      if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
      try {
        const timeline = timelineOf(calls);
        const values = containerValues(timeline.calls);
        if (typeof values === 'string') return { kind: 'declined', why: values };
        const contradiction = 'kind' in values ? values : judge(values, timeline);
        if (contradiction === null) return { kind: 'linearizable' };
        if (!('kind' in values) && values.unknowns.length > 0 && values.takenBy.includes(-1)) {
          return { kind: 'declined', why: 'a crashed call may have taken a value that nobody else took' };
        }
        return { kind: 'not-linearizable', conflict: contradiction.conflict, why: contradiction.why };
      } finally {
        budget.release(bytes);
      }
    },
  };
}

/** O(n log n). */
function timelineOf(calls: Calls): Timeline {
  const { call, ret } = calls;
  const positions = new Int32Array(2 * calls.size);
  positions.set(call);
  positions.set(ret, calls.size);
  positions.sort();
  const found = positions.indexOf(neverReturned);
  const end = found === -1 ? positions.length : found;
  const rankOf = (position: number): number => {
    if (position === neverReturned) return neverReturned;
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((positions[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { calls: { ...calls, call: call.map(rankOf), ret: ret.map(rankOf) }, end };
}
