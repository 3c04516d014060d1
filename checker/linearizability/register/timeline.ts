import { neverReturned } from '../../history/operation-table.ts';
import type { Calls } from '../decider.ts';
import { MinHeap } from '../min-heap.ts';
import { registerKind } from './register-calls.ts';

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

/** Bytes that `timeline` needs for so many calls: columns, and a heap of all of them at worst. */
export function timelineBytes(size: number): number {
  return 20 * size;
}

/** Puts the events in order, and gives slots and classes. O(n log n). */
export function timeline(calls: Calls): Timeline {
  const { size, kind, a, b, call, ret, valueCount } = calls;
  const pending = new MinHeap(ret);
  let returnCount = 0;
  for (let i = 0; i < size; i++) if (ret[i] !== neverReturned) returnCount++;
  const events = new Int32Array(size + returnCount);
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
  let event = 0;
  const passReturnsUntil = (moment: number): void => {
    for (let next = pending.least; next !== undefined && (ret[next] ?? 0) < moment; next = pending.least) {
      pending.pop();
      events[event++] = 2 * next + 1;
      freeSlots.push(place[next] ?? 0);
    }
  };
  for (let i = 0; i < size; i++) {
    passReturnsUntil(call[i] ?? 0);
    events[event++] = 2 * i;
    if (ret[i] === neverReturned) place[i] = -1 - classOf(i);
    else {
      place[i] = freeSlots.pop() ?? slotCount++;
      pending.push(i);
    }
  }
  passReturnsUntil(neverReturned);
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
