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
  const { calls, events, place, slotWords } = line;
  const { kind, a, b, call, ret } = calls;
  // Over values: the latest return among those that made it; -2: nobody did, -1: it was there at first.
  const lastMade = new Int32Array(calls.valueCount).fill(-2);
  lastMade[calls.initial] = -1;
  // Over slots: the pending call or -1, and the latest change that was over when it was called.
  const pending = new Int32Array(32 * slotWords).fill(-1);
  const latestAtCall = new Int32Array(32 * slotWords);
  let latest = -1;
  for (let passed = 0; passed < event; passed++) {
    const i = (events[passed] ?? 0) >> 1;
    const slot = place[i] ?? 0;
    const isChange = kind[i] === registerKind.write || kind[i] === registerKind.cas;
    if (((events[passed] ?? 0) & 1) === 1) {
      pending[slot] = -1;
      if (isChange) latest = Math.max(latest, call[i] ?? 0);
      continue;
    }
    if (isChange) {
      const made = (kind[i] === registerKind.write ? a[i] : b[i]) ?? 0;
      lastMade[made] = Math.max(lastMade[made] ?? 0, ret[i] ?? 0);
    }
    if (slot < 0) continue;
    pending[slot] = i;
    latestAtCall[slot] = latest;
  }

  const words = emptyWords(line);
  for (let slot = 0; slot < pending.length; slot++) {
    const i = pending[slot] ?? -1;
    if (i === -1) continue;
    const owed = slot >>> 5;
    const available = slotWords + owed;
    const bit = 1 << (slot & 31);
    if (kind[i] === registerKind.write || kind[i] === registerKind.cas)
      words[available] = (words[available] ?? 0) | bit;
    if (kind[i] !== registerKind.read && kind[i] !== registerKind.cas) continue;
    if ((lastMade[a[i] ?? 0] ?? 0) < (latestAtCall[slot] ?? 0)) words[owed] = (words[owed] ?? 0) | bit;
  }
  const states: number[] = [];
  for (let value = 0; value < lastMade.length; value++) if ((lastMade[value] ?? 0) >= latest) states.push(value);
  return { event, states, words };
}

function emptyWords({ slotWords, classNeeds }: Timeline): Int32Array {
  return new Int32Array(2 * slotWords + classNeeds.length);
}
