import { registerKind } from './register-calls.ts';
import type { Timeline } from './timeline.ts';

/** Bytes that a cursor on the timeline needs. */
export function timelineCursorBytes({ slotWords, classNeeds, calls }: Timeline): number {
  return 4 * (34 * slotWords + 3 * slotWords * calls.valueCount + classNeeds.length);
}

/**
 * What is pending between two events of a timeline. The search jumps to and fro; since it mostly goes on by one event,
 * or back by a few, the sets are kept up to date on the way. Sets are `slotWords` words; for sets by value, those of
 * value v begin at v * slotWords.
 */
export class TimelineCursor {
  readonly #timeline: Timeline;
  /** Events before this one have happened. */
  #event = 0;
  /** Over slots: the pending call. */
  readonly callIn: Int32Array;
  readonly writes: Int32Array;
  readonly failedCas: Int32Array;
  /** Pending calls that find the value (reads), did not find it (failed cas), or need it (cas). */
  readonly readsOf: Int32Array;
  readonly failedCasOf: Int32Array;
  readonly casFrom: Int32Array;
  /** Over classes: how many of its crashed calls have been called. */
  readonly crashed: Int32Array;

  constructor(timeline: Timeline) {
    const { slotWords, classNeeds, calls } = timeline;
    const words = slotWords * calls.valueCount;
    this.#timeline = timeline;
    this.callIn = new Int32Array(32 * slotWords);
    this.writes = new Int32Array(slotWords);
    this.failedCas = new Int32Array(slotWords);
    this.readsOf = new Int32Array(words);
    this.failedCasOf = new Int32Array(words);
    this.casFrom = new Int32Array(words);
    this.crashed = new Int32Array(classNeeds.length);
  }

  /** Goes to just before `event`. */
  seek(event: number): void {
    const { events } = this.#timeline;
    while (this.#event < event) this.#pass(events[this.#event++] ?? 0, true);
    while (this.#event > event) this.#pass(events[--this.#event] ?? 0, false);
  }

  /** A call forwards adds what a return forwards takes away; backwards it is the other way round. */
  #pass(event: number, isForwards: boolean): void {
    const { calls, place, slotWords } = this.#timeline;
    const i = event >> 1;
    const isAdded = ((event & 1) === 0) === isForwards;
    const slot = place[i] ?? 0;
    if (slot < 0) {
      this.crashed[-1 - slot] = (this.crashed[-1 - slot] ?? 0) + (isAdded ? 1 : -1);
      return;
    }
    if (isAdded) this.callIn[slot] = i;
    const word = slot >>> 5;
    const bit = 1 << (slot & 31);
    const wordOfValue = (calls.a[i] ?? 0) * slotWords + word;
    // Adding and taking away are the same: the bit changes.
    const kind = calls.kind[i];
    if (kind === registerKind.read) {
      this.readsOf[wordOfValue] = (this.readsOf[wordOfValue] ?? 0) ^ bit;
    } else if (kind === registerKind.write) {
      this.writes[word] = (this.writes[word] ?? 0) ^ bit;
    } else if (kind === registerKind.cas) {
      this.casFrom[wordOfValue] = (this.casFrom[wordOfValue] ?? 0) ^ bit;
    } else {
      this.failedCas[word] = (this.failedCas[word] ?? 0) ^ bit;
      this.failedCasOf[wordOfValue] = (this.failedCasOf[wordOfValue] ?? 0) ^ bit;
    }
  }
}
