import { registerKind } from './register-calls.ts';
import type { Timeline } from './timeline.ts';
import { TimelineCursor, timelineCursorBytes } from './timeline-cursor.ts';

/**
 * Makes `value` present by the call in a slot (from 0) or by a crashed one (-1 - class); or passes the return of the call
 * in a slot, which need not take effect any more. The lower the score the more is promised.
 */
export type Move = { isCas: boolean; isPass: boolean; place: number; value: number; score: number };

/** Bytes that `RegisterMoves` needs for a timeline: a cursor, and seven columns over values. */
export function registerMovesBytes(line: Timeline): number {
  return timelineCursorBytes(line) + 28 * line.calls.valueCount;
}

/**
 * What may be linearized before a return that asks for something, and what becomes of a configuration by that. The
 * searches along one timeline share it, one after the other, as it holds nothing but marks of the present step.
 */
export class RegisterMoves {
  readonly #timeline: Timeline;
  readonly #cursor: TimelineCursor;
  /** Over values: marks of the present step, instead of sets that would have to be emptied. */
  readonly #wantedAt: Int32Array;
  readonly #writeAt: Int32Array;
  readonly #bestWrite: Int32Array;
  /** Over values, first of cas that need not take effect any more, then of those that are owed. */
  readonly #casAt: Int32Array;
  readonly #bestCas: Int32Array;
  readonly #next: Int32Array;
  #moves: Move[] = [];
  #step = 0;
  /** The configuration at hand, and its state. */
  #now: Int32Array;
  #state = 0;
  #isCrashReusable = false;

  constructor(line: Timeline) {
    const { calls, slotWords, classNeeds } = line;
    this.#timeline = line;
    this.#cursor = new TimelineCursor(line);
    this.#wantedAt = new Int32Array(calls.valueCount);
    this.#writeAt = new Int32Array(calls.valueCount);
    this.#bestWrite = new Int32Array(calls.valueCount);
    this.#casAt = new Int32Array(2 * calls.valueCount);
    this.#bestCas = new Int32Array(2 * calls.valueCount);
    this.#next = new Int32Array(2 * slotWords + classNeeds.length);
    this.#now = this.#next;
  }

  /** How often moves were asked for. */
  get steps(): number {
    return this.#step;
  }

  /**
   * The moves of the configuration `now` before the return at `event`, the most promising last. `after` tells what becomes
   * of the configuration, as long as `now` stays what it is; the array is made anew at the next step.
   */
  before(event: number, state: number, now: Int32Array, isCrashReusable: boolean): readonly Move[] {
    const { events, place, calls } = this.#timeline;
    this.#step++;
    this.#now = now;
    this.#state = state;
    this.#isCrashReusable = isCrashReusable;
    this.#moves.length = 0;
    this.#cursor.seek(event);
    const returning = (events[event] ?? 0) >> 1;
    const slot = place[returning] ?? 0;
    this.#findWanted();
    this.#findCas();
    this.#findWrites(calls.kind[returning] === registerKind.write ? slot : -1);
    if (((now[slot >>> 5] ?? 0) & (1 << (slot & 31))) === 0) {
      this.#moves.push({ isCas: false, isPass: true, place: slot, value: state, score: 0 });
    }
    // Mostly there is nothing to choose from.
    if (this.#moves.length === 1) return this.#moves;
    for (const move of this.#moves) {
      const isLeft = ((this.after(move)[slot >>> 5] ?? 0) >>> (slot & 31)) & 1;
      move.score = this.#owedAfter() + (move.place < 0 ? 64 : 0) + 8 * isLeft;
    }
    sortByScore(this.#moves);
    return this.#moves;
  }

  /** What becomes of the configuration at hand; valid until the next call. */
  after({ isCas, isPass, place, value }: Move): Int32Array {
    const { slotWords } = this.#timeline;
    const { writes, failedCas, readsOf, failedCasOf } = this.#cursor;
    const next = this.#next;
    next.set(this.#now);
    if (!isPass) {
      for (let word = 0; word < slotWords; word++) {
        const holds =
          (readsOf[value * slotWords + word] ?? 0) |
          ((failedCas[word] ?? 0) & ~(failedCasOf[value * slotWords + word] ?? 0));
        next[word] = (next[word] ?? 0) & ~(isCas ? holds : holds | (writes[word] ?? 0));
      }
    }
    if (place < 0) {
      const used = 2 * slotWords - 1 - place;
      if (!this.#isCrashReusable) next[used] = (next[used] ?? 0) + 1;
      return next;
    }
    const word = place >>> 5;
    const others = ~(1 << (place & 31));
    next[word] = (next[word] ?? 0) & others;
    next[slotWords + word] = (next[slotWords + word] ?? 0) & others;
    return next;
  }

  /** Marks the values that a pending call wants to find, directly or by way of crashed cas. */
  #findWanted(): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn } = this.#cursor;
    const now = this.#now;
    for (let word = 0; word < slotWords; word++) {
      // A pending write is owed or available, too, but wants nothing.
      let bits = ((now[word] ?? 0) | (now[slotWords + word] ?? 0)) & ~(this.#cursor.writes[word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const i = callIn[32 * word + 31 - Math.clz32(bits & -bits)] ?? 0;
        if (calls.kind[i] !== registerKind.failedCas) this.#wantedAt[calls.a[i] ?? 0] = this.#step;
      }
    }
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (let one = 0; one < classNeeds.length; one++) {
        const needs = classNeeds[one] ?? -1;
        if (needs === -1 || this.#isWanted(needs) || !this.#isWanted(classLeaves[one] ?? 0)) continue;
        if (!this.#isLeft(one)) continue;
        this.#wantedAt[needs] = this.#step;
        isChanged = true;
      }
    }
  }

  #findCas(): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn, casFrom } = this.#cursor;
    const now = this.#now;
    const valueCount = calls.valueCount;
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (casFrom[this.#state * slotWords + word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        const value = calls.b[callIn[slot] ?? 0] ?? 0;
        this.#keepFirst(this.#casAt, this.#bestCas, this.#isOwed(slot) ? valueCount + value : value, slot);
      }
    }
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (casFrom[this.#state * slotWords + word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        const value = calls.b[callIn[slot] ?? 0] ?? 0;
        if (this.#bestCas[this.#isOwed(slot) ? valueCount + value : value] === slot)
          this.#moves.push({ isCas: true, isPass: false, place: slot, value, score: 0 });
      }
    }
    // A failed cas that has only seen its own value yet wants any other.
    const isAnyWanted = this.#isAnyOwed(this.#cursor.failedCas);
    for (let one = 0; one < classNeeds.length; one++) {
      const value = classLeaves[one] ?? 0;
      if (classNeeds[one] !== this.#state || !this.#isLeft(one)) continue;
      if (this.#casAt[value] === this.#step || this.#casAt[valueCount + value] === this.#step) continue;
      if (isAnyWanted || this.#isWanted(value))
        this.#moves.push({ isCas: true, isPass: false, place: -1 - one, value, score: 0 });
    }
  }

  /** `returning`: the slot of the write that returns; -1: it is no write. */
  #findWrites(returning: number): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn, writes } = this.#cursor;
    const now = this.#now;
    const isAnyWanted = this.#isAnyOwed(this.#cursor.failedCas);
    // A write of the very value that is there changes nothing, but hides those that are owed.
    const isAnyOwed = this.#isAnyOwed(writes);
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (writes[word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        this.#keepFirst(this.#writeAt, this.#bestWrite, calls.a[callIn[slot] ?? 0] ?? 0, slot);
      }
    }
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (writes[word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        const value = calls.a[callIn[slot] ?? 0] ?? 0;
        if (this.#bestWrite[value] !== slot) continue;
        if (slot === returning || (value === this.#state ? isAnyOwed : isAnyWanted || this.#isWanted(value)))
          this.#moves.push({ isCas: false, isPass: false, place: slot, value, score: 0 });
      }
    }
    for (let one = 0; one < classNeeds.length; one++) {
      const value = classLeaves[one] ?? 0;
      if (classNeeds[one] !== -1 || this.#writeAt[value] === this.#step || !this.#isLeft(one)) continue;
      if (value === this.#state ? isAnyOwed : isAnyWanted || this.#isWanted(value))
        this.#moves.push({ isCas: false, isPass: false, place: -1 - one, value, score: 0 });
    }
  }

  /** Of the calls in slots with one place in the columns, keeps the one that returns first. */
  #keepFirst(at: Int32Array, best: Int32Array, place: number, slot: number): void {
    const { ret } = this.#timeline.calls;
    const { callIn } = this.#cursor;
    const isFirst = at[place] !== this.#step;
    at[place] = this.#step;
    if (isFirst || (ret[callIn[slot] ?? 0] ?? 0) < (ret[callIn[best[place] ?? 0] ?? 0] ?? 0)) best[place] = slot;
  }

  #isWanted(value: number): boolean {
    return this.#wantedAt[value] === this.#step;
  }

  #isOwed(slot: number): boolean {
    return (((this.#now[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
  }

  /** Whether a crashed call of the class is not used up. */
  #isLeft(one: number): boolean {
    return (this.#cursor.crashed[one] ?? 0) > (this.#now[2 * this.#timeline.slotWords + one] ?? 0);
  }

  #isAnyOwed(slots: Int32Array): boolean {
    for (let word = 0; word < slots.length; word++) {
      if (((slots[word] ?? 0) & (this.#now[word] ?? 0)) !== 0) return true;
    }
    return false;
  }

  #owedAfter(): number {
    let count = 0;
    for (let word = 0; word < this.#timeline.slotWords; word++) {
      for (let bits = this.#next[word] ?? 0; bits !== 0; bits &= bits - 1) count++;
    }
    return count;
  }
}

/** The highest score first; those that are equal stay as they are. There are few, and a call of `sort` takes longer. */
function sortByScore(moves: Move[]): void {
  for (let sorted = 1; sorted < moves.length; sorted++) {
    const move = moves[sorted];
    if (move === undefined) continue;
    let place = sorted;
    for (; place > 0; place--) {
      const above = moves[place - 1];
      if (above === undefined || above.score >= move.score) break;
      moves[place] = above;
    }
    moves[place] = move;
  }
}
