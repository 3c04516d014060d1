import type { Budget, Limit } from '../budget.ts';
import { Configurations } from './configurations.ts';
import { registerKind } from './register-calls.ts';
import type { RegisterMoves } from './register-moves.ts';
import { SearchStack } from './search-stack.ts';
import type { SearchStart } from './search-start.ts';
import type { Timeline } from './timeline.ts';

/** What a search is about. */
export type SearchTask = Readonly<{
  start: SearchStart;
  /** The event before which an order is enough. */
  end: number;
  /** Whether crashed calls may take effect any number of times. */
  isCrashReusable: boolean;
}>;

/** Of the steps of `RegisterMoves` that there will have been when a search is to pause. */
export type SearchLimits = Readonly<{
  stepsMax: number;
  /** So many without coming further along the events, too. */
  patience: number;
}>;

/** How a search ended, or paused: then it can be taken up again. */
export type SearchOutcome = 'order found' | 'no order' | 'stuck' | Limit;

const stepsBetweenLooks = 4_096;

/**
 * A depth-first search along the events that linearizes something only when a call returns that is still owed. Pending
 * reads and failed cas that hold are linearized at once; what else may be done `RegisterMoves` knows.
 */
export class RegisterSearch {
  readonly #timeline: Timeline;
  readonly #moves: RegisterMoves;
  readonly #budget: Budget;
  readonly #task: SearchTask;
  readonly #configurations: Configurations;
  readonly #stack: SearchStack;
  /** The configuration at hand: owed slots, available slots, and how many of each class are used up. */
  readonly #now: Int32Array;
  #state = 0;
  #isBegun = false;
  #furthest = 0;
  #returned = 0;
  #furthestAtStep = 0;

  constructor(line: Timeline, moves: RegisterMoves, budget: Budget, task: SearchTask) {
    this.#timeline = line;
    this.#moves = moves;
    this.#budget = budget;
    this.#task = task;
    this.#configurations = new Configurations(
      { slotWords: line.slotWords, classCount: line.classNeeds.length },
      budget,
    );
    this.#stack = new SearchStack(this.#configurations.words, budget);
    this.#now = task.start.words.slice();
  }

  /** Goes on until there is an order or none, or until a limit. */
  run({ stepsMax, patience }: SearchLimits): SearchOutcome {
    const moves = this.#moves;
    if (!this.#isBegun && !this.#begin()) return 'memory';
    this.#furthestAtStep = moves.steps;
    for (;;) {
      const from = this.#stack.pop(this.#now);
      if (from === null) return 'no order';
      this.#state = this.#stack.state;
      const event = this.#advance(from);
      if (event > this.#furthest) this.#goFurther(event);
      if (event >= this.#task.end) return 'order found';
      const memory = this.#configurations.add(event, this.#state, this.#now);
      if (memory === 'full') return 'memory';
      if (memory === 'known') continue;
      if (!this.#branch(event)) return 'memory';
      if (moves.steps % stepsBetweenLooks === 0) {
        const limit = this.#budget.limitReached(this.#returned);
        if (limit !== null) return limit;
      }
      if (moves.steps >= stepsMax) return 'steps';
      if (moves.steps - this.#furthestAtStep >= patience) return 'stuck';
    }
  }

  /** The event that no order passed yet: a return, if there is no order. */
  get furthest(): number {
    return this.#furthest;
  }

  /** How many calls returned before that. */
  get returned(): number {
    return this.#returned;
  }

  /** What the register could hold there. */
  statesAtFurthest(): ReadonlySet<number> {
    return this.#configurations.statesAt(this.#furthest);
  }

  /** Gives its memory back. It cannot be taken up again. */
  release(): void {
    this.#configurations.release();
    this.#stack.release();
  }

  #begin(): boolean {
    this.#isBegun = true;
    const { event, states, words } = this.#task.start;
    return states.every((state) => this.#stack.push(event, state, words));
  }

  #goFurther(event: number): void {
    const { events } = this.#timeline;
    for (let passed = this.#furthest; passed < event; passed++) this.#returned += (events[passed] ?? 0) & 1;
    this.#furthest = event;
    this.#furthestAtStep = this.#moves.steps;
  }

  /** Goes on from `event` while there is nothing to choose; the event that asks for a choice, or the end. */
  #advance(event: number): number {
    const { events, place, calls, slotWords } = this.#timeline;
    const { kind, a } = calls;
    const now = this.#now;
    for (; event < this.#task.end; event++) {
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
    for (const move of this.#moves.before(event, this.#state, this.#now, this.#task.isCrashReusable)) {
      if (!this.#stack.push(event, move.value, this.#moves.after(move))) return false;
    }
    return true;
  }
}
