import type { AnyModel } from '../../models/model.ts';
import type { Budget, Limit } from '../budget.ts';
import type { Calls, Decision } from '../decider.ts';
import { ConfigurationMemory } from './configuration-memory.ts';
import type { Action } from './model-calls.ts';
import { type PendingCalls, pendingCalls } from './pending-calls.ts';
import { noState, StateSpace } from './state-space.ts';

const stepsBetweenClockReadings = 4096;

/** How much of the longest linearized prefix is kept for the explanation. */
const lastKept = 64;

/** Names the general search to people. */
export const generalSearchFacts = {
  name: 'search',
  complexity: 'exponential in the number of clients at worst, linear in the number of operations',
  source: 'Lowe, Testing for linearizability (2017), §4 just-in-time linearization; Wing & Gong (1993)',
} as const;

/**
 * Decides for any model: goes from return to return and linearizes calls only when a return cannot pass without (Lowe's
 * just-in-time linearization, depth first), remembering every configuration it has been in: the return that is next, the
 * state, and which of the open calls are linearized. Three orders are never tried, because another one does as well:
 * - what only observes is linearized as soon as it holds;
 * - of two open calls with the same action the one that returns first goes first;
 * - of optional calls with the same action the first invoked goes first, and none goes before an open required one.
 * Once every required call has returned the history is linearizable: optional ones need not have happened.
 */
export function generalSearch(calls: Calls, model: AnyModel, actions: readonly Action[], budget: Budget): Decision {
  const bytes = 15 * 4 * calls.size; // columns of PendingCalls and of the search, which no growth follows
  if (!budget.reserve(bytes)) return { kind: 'exhausted', limit: 'memory', linearizedMax: 0 };
  const search = new GeneralSearch(calls, model, actions, budget);
  try {
    return search.run();
  } finally {
    search.release();
    budget.release(bytes);
  }
}

// Plain loops over typed arrays, since the search spends its whole time here.
class GeneralSearch {
  readonly #budget: Budget;
  readonly #pending: PendingCalls;
  readonly #states: StateSpace;
  readonly #memory: ConfigurationMemory;
  readonly #returnCount: number;
  /** Actions of the required and of the optional calls. */
  readonly #requiredAction: Int32Array;
  readonly #optionalAction: Int32Array;
  readonly #isObserver: Uint8Array;
  /** Per optional call the one before it with the same action; -1: none. */
  readonly #sameBefore: Int32Array;
  /** Who has each slot at the present return. */
  readonly #occupant: Int32Array;
  readonly #isDone: Uint8Array;
  readonly #isUsed: Uint8Array;
  /** What was done, in order: a required call n as n, an optional one as returnCount + n, a passed return as -1. */
  readonly #trail: Int32Array;
  #trailLength = 0;
  #called = 0;
  #return = 0;
  #state: number;
  /** Per choice: how long the trail was, the state, the return, and which candidate is next. */
  readonly #frames: Int32Array;
  readonly #words: Int32Array;
  #farthest = 0;
  #farthestTrail: Int32Array = new Int32Array(0);
  #steps = 0;

  constructor(calls: Calls, model: AnyModel, actions: readonly Action[], budget: Budget) {
    this.#budget = budget;
    this.#pending = pendingCalls(calls);
    const { required, optional, width, returns } = this.#pending;
    this.#states = new StateSpace(model, actions, budget, () => this.#farthest);
    this.#memory = new ConfigurationMemory(budget);
    this.#returnCount = returns.length;
    this.#requiredAction = required.map((call) => calls.a[call] ?? 0);
    this.#optionalAction = optional.map((call) => calls.a[call] ?? 0);
    this.#isObserver = Uint8Array.from(actions, ({ observes }) => Number(observes));
    this.#sameBefore = sameBefore(this.#optionalAction, actions.length);
    this.#occupant = new Int32Array(width).fill(-1);
    this.#isDone = new Uint8Array(required.length);
    this.#isUsed = new Uint8Array(optional.length);
    this.#trail = new Int32Array(calls.size + returns.length);
    this.#frames = new Int32Array(4 * (calls.size + 1));
    this.#words = new Int32Array(2 + Math.ceil(width / 32) + Math.ceil(optional.length / 32));
    this.#state = this.#states.initial();
  }

  run(): Decision {
    this.#admit();
    this.#settle();
    let depth = 0;
    this.#push(depth++);
    while (depth > 0) {
      if (this.#return === this.#returnCount)
        return { kind: 'linearizable', order: this.#order(this.#trail, this.#trailLength) };
      const limit = this.#limitReached();
      if (limit !== null) return { kind: 'exhausted', limit, linearizedMax: this.#farthest };

      const frame = 4 * (depth - 1);
      const candidate = this.#nextCandidate(frame);
      if (candidate < 0) {
        this.#note();
        depth--;
        if (depth > 0) this.#undo(4 * (depth - 1));
        continue;
      }
      this.#linearize(candidate);
      this.#settle();
      const remembered = this.#memory.add(this.#words, this.#configuration());
      if (remembered === 'new') this.#push(depth++);
      else if (remembered === 'known') this.#undo(frame);
      else return { kind: 'exhausted', limit: 'memory', linearizedMax: this.#farthest };
    }
    const { limit } = this.#states;
    return limit === null ? this.#misfit() : { kind: 'exhausted', limit, linearizedMax: this.#farthest };
  }

  release(): void {
    this.#states.release();
    this.#memory.release();
  }

  /** The call whose return no order survives, the last calls of the longest order up to it, and what else was open. */
  #misfit(): Decision {
    const { required, returns, requiredBefore, returnOf } = this.#pending;
    const returning = required[returns[this.#farthest] ?? 0] ?? 0;
    const last = this.#order(this.#farthestTrail, this.#farthestTrail.length);
    const called = Array.from(required.subarray(0, requiredBefore[this.#farthest]), (call, place) => ({ call, place }));
    const open = called.filter(({ place }) => (returnOf[place] ?? 0) >= this.#farthest).map(({ call }) => call);
    return { kind: 'not-linearizable', conflict: [...new Set([returning, ...last, ...open])] };
  }

  #push(depth: number): void {
    const frame = 4 * depth;
    this.#frames[frame] = this.#trailLength;
    this.#frames[frame + 1] = this.#state;
    this.#frames[frame + 2] = this.#return;
    this.#frames[frame + 3] = -1;
    if (this.#return > this.#farthest) this.#note();
  }

  /** Keeps the end of the trail when it reaches farther than any before; only where the search turns round or pauses. */
  #note(): void {
    if (this.#return < this.#farthest || (this.#return === this.#farthest && this.#farthestTrail.length > 0)) return;
    this.#farthest = this.#return;
    this.#farthestTrail = this.#trail.slice(Math.max(0, this.#trailLength - lastKept), this.#trailLength);
  }

  /**
   * The next call that may be linearized in the configuration of `frame`: first the one that returns next, then the other
   * open ones by slot, then the optional ones. -1: there is none left.
   */
  #nextCandidate(frame: number): number {
    const { returns, width, optionalBefore } = this.#pending;
    const returning = returns[this.#return] ?? 0;
    const last = width + (optionalBefore[this.#return] ?? 0);
    for (let place = this.#frames[frame + 3] ?? 0; place < last; place++) {
      let candidate = returning;
      if (place >= width) candidate = this.#returnCount + place - width;
      else if (place >= 0) candidate = this.#occupant[place] ?? -1;
      if (candidate < 0 || (place >= 0 && candidate === returning)) continue;
      if (!this.#mayGo(candidate)) continue;
      this.#frames[frame + 3] = place + 1;
      return candidate;
    }
    return -1;
  }

  #mayGo(candidate: number): boolean {
    const isOptional = candidate >= this.#returnCount;
    const action = this.#actionOf(candidate);
    if (isOptional) {
      const optional = candidate - this.#returnCount;
      const before = this.#sameBefore[optional] ?? -1;
      if (this.#isUsed[optional] === 1 || (before >= 0 && this.#isUsed[before] === 0)) return false;
    } else if (!this.#isOpen(candidate) || this.#isObserver[action] === 1) return false; // it would have gone by itself
    const next = this.#states.step(this.#state, action);
    if (next === noState || (isOptional && next === this.#state)) return false;
    return !this.#isTwinUrgent(candidate, action);
  }

  /** Whether an open call with the same action returns before `candidate`. */
  #isTwinUrgent(candidate: number, action: number): boolean {
    const { returnOf, width } = this.#pending;
    const own = candidate >= this.#returnCount ? this.#returnCount : (returnOf[candidate] ?? 0);
    for (let slot = 0; slot < width; slot++) {
      const other = this.#occupant[slot] ?? -1;
      if (other < 0 || this.#requiredAction[other] !== action || !this.#isOpen(other)) continue;
      if ((returnOf[other] ?? 0) < own) return true;
    }
    return false;
  }

  #isOpen(required: number): boolean {
    return this.#isDone[required] === 0 && (this.#pending.returnOf[required] ?? 0) >= this.#return;
  }

  #actionOf(candidate: number): number {
    return (
      (candidate < this.#returnCount
        ? this.#requiredAction[candidate]
        : this.#optionalAction[candidate - this.#returnCount]) ?? 0
    );
  }

  #linearize(candidate: number): void {
    this.#state = this.#states.step(this.#state, this.#actionOf(candidate));
    if (candidate < this.#returnCount) this.#isDone[candidate] = 1;
    else this.#isUsed[candidate - this.#returnCount] = 1;
    this.#trail[this.#trailLength++] = candidate;
  }

  /** Linearizes what only observes and holds, and passes returns, until a choice is to be made. */
  #settle(): void {
    for (;;) {
      this.#observe();
      if (this.#return === this.#returnCount || this.#isDone[this.#pending.returns[this.#return] ?? 0] === 0) return;
      this.#return++;
      this.#trail[this.#trailLength++] = -1;
      this.#admit();
    }
  }

  #observe(): void {
    for (let slot = 0; slot < this.#pending.width; slot++) {
      const call = this.#occupant[slot] ?? -1;
      if (call < 0 || !this.#isOpen(call)) continue;
      const action = this.#requiredAction[call] ?? 0;
      if (this.#isObserver[action] === 1 && this.#states.step(this.#state, action) !== noState) this.#linearize(call);
    }
  }

  /** Lets the calls into their slots that are invoked before the next return. */
  #admit(): void {
    const before = this.#pending.requiredBefore[this.#return] ?? this.#called;
    for (; this.#called < before; this.#called++) this.#occupant[this.#pending.slot[this.#called] ?? 0] = this.#called;
  }

  /** Goes back to the configuration of `frame`. */
  #undo(frame: number): void {
    const { requiredBefore, slot, previous } = this.#pending;
    const length = this.#frames[frame] ?? 0;
    while (this.#trailLength > length) {
      const done = this.#trail[--this.#trailLength] ?? 0;
      if (done >= this.#returnCount) this.#isUsed[done - this.#returnCount] = 0;
      else if (done >= 0) this.#isDone[done] = 0;
      else {
        this.#return--;
        const before = requiredBefore[this.#return] ?? 0;
        while (this.#called > before) {
          this.#called--;
          this.#occupant[slot[this.#called] ?? 0] = previous[this.#called] ?? -1;
        }
      }
    }
    this.#state = this.#frames[frame + 1] ?? 0;
  }

  /** Writes the present configuration into `#words`; how many they are. */
  #configuration(): number {
    const { width } = this.#pending;
    const words = this.#words.fill(0);
    words[0] = this.#return;
    words[1] = this.#state;
    for (let slot = 0; slot < width; slot++) {
      const call = this.#occupant[slot] ?? -1;
      if (call >= 0 && this.#isDone[call] === 1 && (this.#pending.returnOf[call] ?? 0) >= this.#return) {
        words[2 + (slot >>> 5)] = (words[2 + (slot >>> 5)] ?? 0) | (1 << (slot & 31));
      }
    }
    let length = 2 + ((width + 31) >>> 5);
    const first = length;
    const optionals = this.#pending.optionalBefore[this.#return] ?? this.#isUsed.length;
    for (let optional = 0; optional < optionals; optional++) {
      if (this.#isUsed[optional] === 0) continue;
      const word = first + (optional >>> 5);
      words[word] = (words[word] ?? 0) | (1 << (optional & 31));
      length = word + 1;
    }
    return length;
  }

  #limitReached(): Limit | null {
    if (this.#states.limit !== null) return this.#states.limit;
    this.#steps++;
    if (this.#steps > this.#budget.stepsMax) return 'steps';
    return this.#steps % stepsBetweenClockReadings === 0 ? this.#budget.limitReached(this.#farthest) : null;
  }

  /** The calls of a trail, by their numbers in `Calls`. */
  #order(trail: Int32Array, length: number): readonly number[] {
    const { required, optional } = this.#pending;
    const order: number[] = [];
    for (let place = 0; place < length; place++) {
      const done = trail[place] ?? -1;
      if (done >= 0) order.push((done < this.#returnCount ? required[done] : optional[done - this.#returnCount]) ?? 0);
    }
    return order;
  }
}

function sameBefore(action: Int32Array, actionCount: number): Int32Array {
  const last = new Int32Array(actionCount).fill(-1);
  return action.map((each, place) => {
    const before = last[each] ?? -1;
    last[each] = place;
    return before;
  });
}
