import { neverReturned } from '../../history/operation-table.ts';
import type { Budget, Limit } from '../budget.ts';
import type { Calls, Decider, Decision } from '../decider.ts';
import { Configurations } from './configurations.ts';
import { neededCalls } from './needed-calls.ts';
import { registerKind } from './register-calls.ts';
import { SearchStack } from './search-stack.ts';
import { type Timeline, timeline, timelineBytes, timelineCallsMax } from './timeline.ts';
import { TimelineCursor, timelineCursorBytes } from './timeline-cursor.ts';

/**
 * Any history of a register: a depth-first search that goes along the events and linearizes something only when a call
 * returns that is still owed (Lowe's just-in-time linearization), with what registers allow beside:
 *
 * - A pending read, or failed cas, that holds in the present state is linearized at once.
 * - A blind write hides any other that comes right before it. So when one is linearized, all pending writes are no longer
 *   owed; they remain available, to be seen later, until they return.
 * - Nobody is served by a write whose value no pending call wants, except when it returns: later will do as well.
 * - Of equal pending calls the one that returns first is taken; crashed ones are counted by class.
 * - A configuration is dropped when a better one is known (see `Configurations`).
 */
export const justInTime: Decider = {
  name: 'just-in-time',
  complexity: 'exponential in the number of calls that overlap, linear in the number of calls',
  source: 'Lowe, Testing for Linearizability, CCPE 29 (2017), section 5, with prunings for registers',
  decide,
};

function decide(calls: Calls, budget: Budget): Decision {
  if (calls.size > timelineCallsMax) return { kind: 'declined', why: `more than ${timelineCallsMax} calls` };
  // What is left of the calls, and their timeline.
  const bytes = 27 * calls.size + timelineBytes(calls.size);
  if (!budget.reserve(bytes)) return noRoom;
  const line = timeline(neededCalls(calls));
  // The cursor, and the marks of the search, which are six columns over values.
  const searchBytes = timelineCursorBytes(line) + 24 * calls.valueCount;
  const hasRoom = budget.reserve(searchBytes);
  const decision = hasRoom ? searched(line, budget) : noRoom;
  budget.release(hasRoom ? bytes + searchBytes : bytes);
  return decision.kind === 'not-linearizable' ? inCalls(decision, line.calls, calls) : decision;
}

/** The decision with numbers of `calls` in place of those among the `needed`. */
function inCalls(decision: Decision & { kind: 'not-linearizable' }, needed: Calls, calls: Calls): Decision {
  return { ...decision, conflict: (decision.conflict ?? []).map((i) => calls.row.indexOf(needed.row[i] ?? -1)) };
}

const noRoom: Decision = { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };

/**
 * Most histories that have a legal order show it within a few steps an event. Where that does not come, a search is tried
 * in which crashed calls may take effect any number of times: it has far fewer configurations, and what is illegal even so
 * is illegal. If it finds an order, only the whole search can tell.
 */
function searched(line: Timeline, budget: Budget): Decision {
  if (line.classNeeds.length === 0) return searchedWith(line, budget, { isCrashReusable: false, stepsMax: Infinity });
  const first = searchedWith(line, budget, {
    isCrashReusable: false,
    stepsMax: stepsPerEventOfFirstTry * line.events.length,
  });
  if (first.kind !== 'exhausted' || first.limit !== 'steps') return first;
  const relaxed = searchedWith(line, budget, { isCrashReusable: true, stepsMax: Infinity });
  if (relaxed.kind !== 'linearizable') return relaxed;
  return searchedWith(line, budget, { isCrashReusable: false, stepsMax: Infinity });
}

const stepsPerEventOfFirstTry = 8;

type SearchOptions = Readonly<{ isCrashReusable: boolean; stepsMax: number }>;

function searchedWith(line: Timeline, budget: Budget, options: SearchOptions): Decision {
  const search = new JustInTimeSearch(line, budget, options);
  try {
    return search.run();
  } finally {
    search.release();
  }
}

const stepsBetweenLooks = 4_096;

/** A move makes `value` present by the call in a slot (from 0), by a crashed one (-1 - class), or drops the write that returns. */
type Move = { isCas: boolean; isDrop: boolean; place: number; value: number; score: number };

class JustInTimeSearch {
  readonly #timeline: Timeline;
  readonly #budget: Budget;
  readonly #isCrashReusable: boolean;
  readonly #stepsMax: number;
  readonly #cursor: TimelineCursor;
  readonly #configurations: Configurations;
  readonly #stack: SearchStack;
  /** The configuration at hand: owed slots, available slots, and how many of each class are used up. */
  readonly #now: Int32Array;
  readonly #next: Int32Array;
  #state: number;
  /** Over values: marks of the present step, instead of sets that would have to be emptied. */
  readonly #wantedAt: Int32Array;
  readonly #writeAt: Int32Array;
  readonly #casAt: Int32Array;
  readonly #bestWrite: Int32Array;
  readonly #bestCas: Int32Array;
  /** Over values: one more than the furthest event at which the register could hold the value. */
  readonly #heldAt: Int32Array;
  readonly #moves: Move[] = [];
  #step = 0;
  #furthest = 0;

  constructor(line: Timeline, budget: Budget, { isCrashReusable, stepsMax }: SearchOptions) {
    const { slotWords, classNeeds, calls } = line;
    this.#timeline = line;
    this.#budget = budget;
    this.#isCrashReusable = isCrashReusable;
    this.#stepsMax = Math.min(stepsMax, budget.stepsMax);
    this.#cursor = new TimelineCursor(line);
    this.#configurations = new Configurations({ slotWords, classCount: classNeeds.length }, budget);
    this.#now = new Int32Array(this.#configurations.words);
    this.#next = new Int32Array(this.#configurations.words);
    this.#stack = new SearchStack(this.#configurations.words, budget);
    this.#state = calls.initial;
    this.#wantedAt = new Int32Array(calls.valueCount);
    this.#writeAt = new Int32Array(calls.valueCount);
    this.#casAt = new Int32Array(calls.valueCount);
    this.#bestWrite = new Int32Array(calls.valueCount);
    this.#bestCas = new Int32Array(calls.valueCount);
    this.#heldAt = new Int32Array(calls.valueCount);
  }

  run(): Decision {
    if (!this.#stack.push(0, this.#state, this.#now)) return this.#exhausted('memory');
    for (;;) {
      const from = this.#stack.pop(this.#now);
      if (from === null) return this.#misfit();
      this.#state = this.#stack.state;
      const event = this.#advance(from);
      if (event >= this.#furthest) {
        this.#furthest = event;
        this.#heldAt[this.#state] = event + 1;
      }
      if (event === this.#timeline.events.length) return { kind: 'linearizable' };
      const memory = this.#configurations.add(event, this.#state, this.#now);
      if (memory === 'full') return this.#exhausted('memory');
      if (memory === 'new' && !this.#branch(event)) return this.#exhausted('memory');
      if (++this.#step % stepsBetweenLooks !== 0) continue;
      const limit = this.#step >= this.#stepsMax ? 'steps' : this.#budget.limitReached(this.#linearizedMax());
      if (limit !== null) return this.#exhausted(limit);
    }
  }

  release(): void {
    this.#configurations.release();
    this.#stack.release();
  }

  /**
   * The call whose return no order survives. In its way stand the last makers of each value that could be there then, and
   * of the one that it found; and whatever ran at the same time, which might have made that value.
   */
  #misfit(): Decision {
    const { calls, events } = this.#timeline;
    const { size, kind, a, b, call, ret } = calls;
    const misfit = (events[this.#furthest] ?? 0) >> 1;
    const lastMaker = new Map<number, number>();
    const inTheWay = new Set<number>();
    for (let i = 0; i < size && (call[i] ?? 0) < (ret[misfit] ?? 0); i++) {
      if (i === misfit || (kind[i] !== registerKind.write && kind[i] !== registerKind.cas)) continue;
      const left = (kind[i] === registerKind.cas ? b[i] : a[i]) ?? 0;
      if (left === a[misfit] || this.#heldAt[left] === this.#furthest + 1) lastMaker.set(left, i);
      if (ret[i] !== neverReturned && (ret[i] ?? 0) > (call[misfit] ?? 0)) inTheWay.add(i);
    }
    for (const maker of lastMaker.values()) inTheWay.add(maker);
    const why =
      kind[misfit] === registerKind.failedCas
        ? 'in every order the value was there that it did not find'
        : 'in every order another value was there than the one it found';
    return {
      kind: 'not-linearizable',
      conflict: [misfit, ...[...inTheWay].toSorted((one, other) => one - other)],
      why,
    };
  }

  #exhausted(limit: Limit): Decision {
    return { kind: 'exhausted', limit, linearizedMax: this.#linearizedMax() };
  }

  #linearizedMax(): number {
    return this.#timeline.events.subarray(0, this.#furthest).reduce((count, event) => count + (event & 1), 0);
  }

  /** Goes on from `event` while there is nothing to choose; the event that asks for a choice, or the end. */
  #advance(event: number): number {
    const { events, place, calls, slotWords } = this.#timeline;
    const { kind, a } = calls;
    const now = this.#now;
    for (; event < events.length; event++) {
      const i = (events[event] ?? 0) >> 1;
      const slot = place[i] ?? 0;
      if (slot < 0) continue;
      const owed = slot >>> 5;
      const available = slotWords + owed;
      const bit = 1 << (slot & 31);
      if (((events[event] ?? 0) & 1) === 1) {
        if ((((now[owed] ?? 0) | (now[available] ?? 0)) & bit) !== 0) break;
        continue;
      }
      const isWrite = kind[i] === registerKind.write;
      const isCas = kind[i] === registerKind.cas;
      if (isWrite || isCas) now[available] = (now[available] ?? 0) | bit;
      else if ((kind[i] === registerKind.read) === (a[i] === this.#state)) continue;
      now[owed] = (now[owed] ?? 0) | bit;
    }
    return event;
  }

  /** Pushes whatever may come next before the return at `event`, the most promising last; false: there is no room. */
  #branch(event: number): boolean {
    const { events, place, calls } = this.#timeline;
    this.#cursor.seek(event);
    const returning = (events[event] ?? 0) >> 1;
    const slot = place[returning] ?? 0;
    this.#moves.length = 0;
    this.#findWanted();
    this.#findCas();
    this.#findWrites(calls.kind[returning] === registerKind.write ? slot : -1);
    if (((this.#now[slot >>> 5] ?? 0) & (1 << (slot & 31))) === 0) {
      this.#moves.push({ isCas: false, isDrop: true, place: slot, value: this.#state, score: 0 });
    }
    for (const move of this.#moves) {
      this.#make(move);
      move.score =
        this.#owedAfter() + (move.place < 0 ? 64 : 0) + (((this.#next[slot >>> 5] ?? 0) >>> (slot & 31)) & 1) * 8;
    }
    this.#moves.sort((one, other) => other.score - one.score);
    for (const move of this.#moves) {
      this.#make(move);
      if (!this.#stack.push(event, move.value, this.#next)) return false;
    }
    return true;
  }

  /** Marks the values that a pending call wants to find, directly or by way of crashed cas. */
  #findWanted(): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn, crashed } = this.#cursor;
    const now = this.#now;
    const mark = this.#step + 1;
    for (let word = 0; word < slotWords; word++) {
      // A pending write is owed or available, too, but wants nothing.
      let bits = ((now[word] ?? 0) | (now[slotWords + word] ?? 0)) & ~(this.#cursor.writes[word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const i = callIn[32 * word + 31 - Math.clz32(bits & -bits)] ?? 0;
        if (calls.kind[i] !== registerKind.failedCas) this.#wantedAt[calls.a[i] ?? 0] = mark;
      }
    }
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      for (let one = 0; one < classNeeds.length; one++) {
        const needs = classNeeds[one] ?? -1;
        if (needs === -1 || this.#wantedAt[needs] === mark || this.#wantedAt[classLeaves[one] ?? 0] !== mark) continue;
        if ((crashed[one] ?? 0) <= (now[2 * slotWords + one] ?? 0)) continue;
        this.#wantedAt[needs] = mark;
        isChanged = true;
      }
    }
  }

  #isAnyOwed(slots: Int32Array): boolean {
    for (let word = 0; word < slots.length; word++) {
      if (((slots[word] ?? 0) & (this.#now[word] ?? 0)) !== 0) return true;
    }
    return false;
  }

  #findCas(): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn, casFrom, crashed } = this.#cursor;
    const now = this.#now;
    const mark = this.#step + 1;
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (casFrom[this.#state * slotWords + word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        this.#keepFirst(this.#casAt, this.#bestCas, calls.b[callIn[slot] ?? 0] ?? 0, slot);
      }
    }
    for (let word = 0; word < slotWords; word++) {
      let bits = (now[slotWords + word] ?? 0) & (casFrom[this.#state * slotWords + word] ?? 0);
      for (; bits !== 0; bits &= bits - 1) {
        const slot = 32 * word + 31 - Math.clz32(bits & -bits);
        const value = calls.b[callIn[slot] ?? 0] ?? 0;
        if (this.#bestCas[value] === slot)
          this.#moves.push({ isCas: true, isDrop: false, place: slot, value, score: 0 });
      }
    }
    // A failed cas that has only seen its own value yet wants any other.
    const isAnyWanted = this.#isAnyOwed(this.#cursor.failedCas);
    for (let one = 0; one < classNeeds.length; one++) {
      const value = classLeaves[one] ?? 0;
      if (classNeeds[one] !== this.#state || this.#casAt[value] === mark) continue;
      if ((crashed[one] ?? 0) <= (now[2 * slotWords + one] ?? 0)) continue;
      if (isAnyWanted || this.#wantedAt[value] === mark)
        this.#moves.push({ isCas: true, isDrop: false, place: -1 - one, value, score: 0 });
    }
  }

  /** `returning`: the slot of the write that returns; -1: it is no write. */
  #findWrites(returning: number): void {
    const { calls, slotWords, classNeeds, classLeaves } = this.#timeline;
    const { callIn, writes, crashed } = this.#cursor;
    const now = this.#now;
    const mark = this.#step + 1;
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
        const isWanted = value === this.#state ? isAnyOwed : isAnyWanted || this.#wantedAt[value] === mark;
        if (slot === returning || isWanted)
          this.#moves.push({ isCas: false, isDrop: false, place: slot, value, score: 0 });
      }
    }
    for (let one = 0; one < classNeeds.length; one++) {
      const value = classLeaves[one] ?? 0;
      if (classNeeds[one] !== -1 || this.#writeAt[value] === mark) continue;
      if ((crashed[one] ?? 0) <= (now[2 * slotWords + one] ?? 0)) continue;
      const isWanted = value === this.#state ? isAnyOwed : isAnyWanted || this.#wantedAt[value] === mark;
      if (isWanted) this.#moves.push({ isCas: false, isDrop: false, place: -1 - one, value, score: 0 });
    }
  }

  /** Of the calls in slots that leave `value`, keeps the one that returns first. */
  #keepFirst(at: Int32Array, best: Int32Array, value: number, slot: number): void {
    const { ret } = this.#timeline.calls;
    const { callIn } = this.#cursor;
    const isFirst = at[value] !== this.#step + 1;
    at[value] = this.#step + 1;
    if (isFirst || (ret[callIn[slot] ?? 0] ?? 0) < (ret[callIn[best[value] ?? 0] ?? 0] ?? 0)) best[value] = slot;
  }

  /** Puts into `next` what becomes of the present configuration. */
  #make({ isCas, isDrop, place, value }: Move): void {
    const { slotWords } = this.#timeline;
    const { writes, failedCas, readsOf, failedCasOf } = this.#cursor;
    const next = this.#next;
    next.set(this.#now);
    if (!isDrop) {
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
      return;
    }
    const word = place >>> 5;
    const others = ~(1 << (place & 31));
    next[word] = (next[word] ?? 0) & others;
    next[slotWords + word] = (next[slotWords + word] ?? 0) & others;
  }

  #owedAfter(): number {
    let count = 0;
    for (let word = 0; word < this.#timeline.slotWords; word++) {
      for (let bits = this.#next[word] ?? 0; bits !== 0; bits &= bits - 1) count++;
    }
    return count;
  }
}
