import { LinearizedSet } from './linearized-set.ts';
import { PendingEvents } from './pending-events.ts';
import type { SearchProblem } from './search-problem.ts';
import { StateDemand } from './state-demand.ts';
import { noState, type StateId } from './state-table.ts';
import { VisitedConfigurations } from './visited-configurations.ts';

/** What one search may cost. `deadlineMs` is a moment on the clock `now`. */
export type SearchLimits = Readonly<{
  stepsMax: number;
  deadlineMs: number;
  memoryLimitBytes: number;
  now: () => number;
}>;

/**
 * `linearizable`: `order` is one legal order (numbers of operations). `exhausted`: a limit came first; `linearizedMax`
 * required operations were linearized at best.
 */
export type SearchResult =
  | Readonly<{ kind: 'linearizable'; order: readonly number[] }>
  | Readonly<{ kind: 'not-linearizable' }>
  | Readonly<{ kind: 'exhausted'; limit: 'steps' | 'time' | 'memory'; linearizedMax: number }>;

/** A turn of the search: a configuration, and the operations that may come next in it. */
type Turn = {
  state: StateId;
  orderLength: number;
  candidates: readonly number[];
  tried: number;
  firstWord: number;
  lastWord: number;
};

const stepsBetweenClockReadings = 1024;

/**
 * Looks for a linearization, depth first (Wing & Gong), with the memory of Lowe for configurations that led nowhere.
 * At each turn operations that only read are linearized at once; then the operation that returns next is tried first,
 * because only it cannot wait. `StateDemand` cuts off what must fail.
 */
export function search(problem: SearchProblem, limits: SearchLimits): SearchResult {
  return new Search(problem, limits).run();
}

class Search {
  readonly #problem: SearchProblem;
  readonly #limits: SearchLimits;
  readonly #pending: PendingEvents;
  readonly #linearized: LinearizedSet;
  readonly #demand: StateDemand;
  readonly #visited: VisitedConfigurations;
  readonly #order: number[] = [];
  #missing: number;
  #missingMin: number;
  #steps = 0;

  constructor(problem: SearchProblem, limits: SearchLimits) {
    this.#problem = problem;
    this.#limits = limits;
    this.#pending = new PendingEvents(problem);
    this.#linearized = new LinearizedSet(problem);
    this.#demand = new StateDemand(problem);
    this.#visited = new VisitedConfigurations(limits.memoryLimitBytes - this.#pending.sizeBytes);
    this.#missing = problem.requiredCount;
    this.#missingMin = problem.requiredCount;
  }

  run(): SearchResult {
    const turns: Turn[] = [this.#turn({ state: this.#problem.initial, orderLength: 0, firstWord: 0, lastWord: 0 })];
    for (let turn = turns.at(-1); turn !== undefined; turn = turns.at(-1)) {
      if (this.#missing === 0) return { kind: 'linearizable', order: [...this.#order] };
      const limit = this.#limitReached();
      if (limit !== null) return this.#exhausted(limit);

      const operation = turn.candidates[turn.tried++];
      if (operation === undefined) {
        turns.pop();
        this.#undo(turn.orderLength);
        continue;
      }
      const orderLength = this.#order.length;
      const state = this.#linearizeCandidate(turn, operation);
      if (state === noState) {
        this.#undo(orderLength);
        continue;
      }
      const next = this.#turn({ state, orderLength, firstWord: turn.firstWord, lastWord: turn.lastWord });
      const { hash, words, optionalFirst } = this.#linearized;
      switch (this.#visited.add({ hash, state, words, first: next.firstWord, last: next.lastWord, optionalFirst })) {
        case 'new':
          turns.push(next);
          break;
        case 'known':
          this.#undo(orderLength);
          break;
        case 'full':
          return this.#exhausted('memory');
      }
    }
    return { kind: 'not-linearizable' };
  }

  /** Linearizes whatever only reads, and finds what may come next: all that is called before the next return. */
  #turn(start: Readonly<{ state: StateId; orderLength: number; firstWord: number; lastWord: number }>): Turn {
    const { operationCount } = this.#problem;
    const candidates: number[] = [];
    let event = this.#pending.after(this.#pending.end);
    for (; event < operationCount; event = this.#pending.after(event)) {
      if (this.#problem.step(start.state, event) === noState) continue;
      if (this.#demand.isReadOnly(event)) this.#linearize(event);
      else candidates.push(event);
    }
    const returning = event - operationCount;
    const firstWord = this.#linearized.firstIncomplete(start.firstWord);
    return {
      state: start.state,
      orderLength: start.orderLength,
      candidates: this.#inOrderOfUrgency(candidates, returning),
      tried: 0,
      firstWord,
      lastWord: this.#lastWord(start, firstWord),
    };
  }

  #inOrderOfUrgency(candidates: number[], returning: number): readonly number[] {
    const urgency = (operation: number): number => {
      if (operation === returning) return 0;
      if (this.#demand.serves(operation, returning)) return 1;
      return operation < this.#problem.requiredCount ? 2 : 3;
    };
    return candidates.length < 2 ? candidates : candidates.sort((one, other) => urgency(one) - urgency(other));
  }

  /** The state after `operation`; `noState` when it is certain to lead nowhere. */
  #linearizeCandidate(turn: Turn, operation: number): StateId {
    if (this.#demand.isBlind(operation)) {
      for (const other of turn.candidates) {
        if (other !== operation && this.#demand.isAbsorbable(other)) this.#linearize(other);
      }
    }
    this.#linearize(operation);
    const state = this.#problem.step(turn.state, operation);
    return state !== turn.state && this.#demand.isLastChance(turn.state) ? noState : state;
  }

  #linearize(operation: number): void {
    this.#pending.lift(operation);
    this.#linearized.toggle(operation);
    this.#demand.remove(operation);
    this.#order.push(operation);
    if (operation < this.#problem.requiredCount) this.#missingMin = Math.min(this.#missingMin, --this.#missing);
  }

  #undo(orderLength: number): void {
    while (this.#order.length > orderLength) {
      const operation = this.#order.pop() ?? 0;
      this.#pending.unlift(operation);
      this.#linearized.toggle(operation);
      this.#demand.restore(operation);
      if (operation < this.#problem.requiredCount) this.#missing++;
    }
  }

  /** The highest word of the set in use by a required operation. */
  #lastWord(start: Readonly<{ orderLength: number; lastWord: number }>, firstWord: number): number {
    let last = Math.max(start.lastWord, firstWord);
    for (let place = start.orderLength; place < this.#order.length; place++) {
      const operation = this.#order[place] ?? 0;
      if (operation < this.#problem.requiredCount) last = Math.max(last, operation >>> 5);
    }
    return last;
  }

  #limitReached(): 'steps' | 'time' | null {
    this.#steps++;
    if (this.#steps > this.#limits.stepsMax) return 'steps';
    if (this.#steps % stepsBetweenClockReadings !== 0) return null;
    return this.#limits.now() > this.#limits.deadlineMs ? 'time' : null;
  }

  #exhausted(limit: 'steps' | 'time' | 'memory'): SearchResult {
    return { kind: 'exhausted', limit, linearizedMax: this.#problem.requiredCount - this.#missingMin };
  }
}
