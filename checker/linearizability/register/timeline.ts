import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';
import { registerKind } from './register-calls.ts';

/** So many calls can be put in order with their positions packed beside their numbers in one exact number. */
export const timelineCallsMax: number = 2 ** 22;

/**
 * Calls and returns one after the other. Each call that returned has a *slot* as long as it is pending, so that sets of
 * pending calls are a few words of bits. Crashed calls are pending for ever and interchangeable with their like: they
 * have a *class* (kind and values) instead.
 */
export type Timeline = Readonly<{
  calls: Calls;
  /** Twice the number of the call; one more for its return. */
  events: Int32Array;
  /** Over calls: the slot, or for crashed calls -1 - class. */
  place: Int32Array;
  /** Words of bits that hold all slots: the widest window of calls that overlap, in steps of 32. */
  slotWords: number;
  /** The greatest number of calls that returned and were pending at one time. */
  windowMax: number;
  /** Over classes: the value that must be there (-1: any), and the one that is left. */
  classNeeds: Int32Array;
  classLeaves: Int32Array;
}>;

/** Bytes that `timeline` needs for so many calls, while it sorts them. */
export function timelineBytes(size: number): number {
  return 28 * size;
}

/** Puts the events in order, and gives slots and classes. O(n log n). */
export function timeline(calls: Calls): Timeline {
  const { size, kind, a, b, call, ret, valueCount } = calls;
  const returns = returnsInOrder(calls);
  const events = new Int32Array(size + returns.length);
  const place = new Int32Array(size);
  const freeSlots: number[] = [];
  let slotCount = 0;
  const classes = new Map<number, number>();
  const classNeeds: number[] = [];
  const classLeaves: number[] = [];
  const classOf = (i: number): number => {
    const isCas = kind[i] === registerKind.cas;
    const needs = isCas ? (a[i] ?? 0) : -1;
    const leaves = (isCas ? b[i] : a[i]) ?? 0;
    const key = (needs + 1) * valueCount + leaves;
    const known = classes.get(key);
    if (known !== undefined) return known;
    classes.set(key, classNeeds.length);
    classLeaves.push(leaves);
    return classNeeds.push(needs) - 1;
  };
  for (let i = 0, returned = 0, event = 0; event < events.length; ) {
    const next = returns[returned] ?? -1;
    if (i === size || (next !== -1 && (ret[next] ?? 0) < (call[i] ?? 0))) {
      events[event++] = 2 * next + 1;
      freeSlots.push(place[next] ?? 0);
      returned++;
    } else {
      events[event++] = 2 * i;
      place[i] = ret[i] === neverReturned ? -1 - classOf(i) : (freeSlots.pop() ?? slotCount++);
      i++;
    }
  }
  return {
    calls,
    events,
    place,
    slotWords: Math.max(1, Math.ceil(slotCount / 32)),
    windowMax: slotCount,
    classNeeds: Int32Array.from(classNeeds),
    classLeaves: Int32Array.from(classLeaves),
  };
}

/** The calls that returned, in the order of their returns: sorted as numbers, which native code does fast. */
function returnsInOrder({ size, ret }: Calls): Int32Array {
  const packed = new Float64Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) {
    if (ret[i] !== neverReturned) packed[count++] = (ret[i] ?? 0) * timelineCallsMax + i;
  }
  return Int32Array.from(packed.subarray(0, count).sort(), (one) => one % timelineCallsMax);
}
