import type { Calls } from '../decider.ts';
import { registerKind } from './register-calls.ts';
import type { Timeline } from './timeline.ts';

/** Where a search along a timeline begins: before an event, with one of some states, and one configuration for all. */
export type SearchStart = Readonly<{
  event: number;
  states: readonly number[];
  /** What is owed and available, and how many of each class are used up, as `Configurations` has it. */
  words: Int32Array;
}>;

/** The start of the whole history. */
export function startOfHistory(line: Timeline): SearchStart {
  return { event: 0, states: [line.calls.initial], words: emptyWords(line) };
}

/** Bytes that `startOfWindow` needs beside what it returns. */
export function startOfWindowBytes({ calls, slotWords }: Timeline): number {
  return 4 * calls.valueCount + 4 * 64 * slotWords;
}

/**
 * A start before `event` from which whatever an order of the whole history can go on with there is possible, and more.
 * The register holds any value that may be there. Of the pending calls, all writes and cas are available, and nothing is
 * owed but reads and cas whose value cannot have been there since they were called. No crashed call was used.
 *
 * A value may be there at some time from a moment on if a call that makes it, invoked by now, returned no earlier than the
 * latest invocation among the changes that were over at that moment; else that change comes after all that made the value.
 *
 * Every configuration that a search from the beginning can have here owes no less, has no more available, and has used no
 * fewer crashed calls; so the one with its state among these is at least as good (see `Configurations`). Hence, if no
 * search from here survives some return, no order of the history does. O(n).
 */
export function startOfWindow(line: Timeline, event: number): SearchStart {
  const { calls, place, slotWords } = line;
  const { kind, a } = calls;
  const { lastMade, pending, latestAtCall, latest } = before(line, event);
  const words = emptyWords(line);
  for (const i of pending) {
    if (i === -1) continue;
    const slot = place[i] ?? 0;
    const owed = slot >>> 5;
    const available = slotWords + owed;
    const bit = 1 << (slot & 31);
    if (isChange(calls, i)) words[available] = (words[available] ?? 0) | bit;
    const needsValue = kind[i] === registerKind.read || kind[i] === registerKind.cas;
    if (needsValue && (lastMade[a[i] ?? 0] ?? 0) < (latestAtCall[slot] ?? 0)) words[owed] = (words[owed] ?? 0) | bit;
  }
  const states: number[] = [];
  for (let value = 0; value < lastMade.length; value++) if ((lastMade[value] ?? 0) >= latest) states.push(value);
  return { event, states, words };
}

/** What happened before an event; a change is *over* when it returned. */
type Before = Readonly<{
  /** Over values: the latest return of a call that makes it, has it returned yet or not; -1: it was there at first, -2: none. */
  lastMade: Int32Array;
  /** Over slots: the pending call, or -1; and the latest invocation of a change that was over when it was called. */
  pending: Int32Array;
  latestAtCall: Int32Array;
  /** The latest invocation of a change that is over; -1: none is. */
  latest: number;
}>;

function before({ calls, events, place, slotWords }: Timeline, event: number): Before {
  const { kind, a, b, call, ret } = calls;
  const lastMade = new Int32Array(calls.valueCount).fill(-2);
  lastMade[calls.initial] = -1;
  const pending = new Int32Array(32 * slotWords).fill(-1);
  const latestAtCall = new Int32Array(32 * slotWords);
  let latest = -1;
  for (let passed = 0; passed < event; passed++) {
    const i = (events[passed] ?? 0) >> 1;
    const slot = place[i] ?? 0;
    if (((events[passed] ?? 0) & 1) === 1) {
      pending[slot] = -1;
      if (isChange(calls, i)) latest = Math.max(latest, call[i] ?? 0);
      continue;
    }
    if (isChange(calls, i)) {
      const made = (kind[i] === registerKind.write ? a[i] : b[i]) ?? 0;
      lastMade[made] = Math.max(lastMade[made] ?? 0, ret[i] ?? 0);
    }
    if (slot < 0) continue;
    pending[slot] = i;
    latestAtCall[slot] = latest;
  }
  return { lastMade, pending, latestAtCall, latest };
}

function isChange({ kind }: Calls, i: number): boolean {
  return kind[i] === registerKind.write || kind[i] === registerKind.cas;
}

function emptyWords({ slotWords, classNeeds }: Timeline): Int32Array {
  return new Int32Array(2 * slotWords + classNeeds.length);
}
