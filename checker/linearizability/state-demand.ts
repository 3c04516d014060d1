import type { ProblemOutline, SearchProblem } from './search-problem.ts';
import { noState, type StateId } from './state-table.ts';

/**
 * Counts, for each state, the operations still to come that need it and those that can bring it about. From that
 * follow two prunings that are exact wherever operations are outlined; without an outline nothing is pruned.
 */
export class StateDemand {
  readonly #outline: ProblemOutline | null;
  readonly #requiredCount: number;
  readonly #requiredNeeds: Int32Array;
  readonly #allNeeds: Int32Array;
  readonly #makers: Int32Array;

  constructor({ outline, operationCount, requiredCount }: SearchProblem) {
    this.#outline = outline;
    this.#requiredCount = requiredCount;
    this.#requiredNeeds = new Int32Array(outline?.stateCount ?? 0);
    this.#allNeeds = new Int32Array(outline?.stateCount ?? 0);
    this.#makers = new Int32Array(outline?.stateCount ?? 0);
    for (let operation = 0; operation < operationCount; operation++) this.#count(operation, 1);
  }

  /** `operation` has been linearized. */
  remove(operation: number): void {
    this.#count(operation, -1);
  }

  /** `operation` is to come again. */
  restore(operation: number): void {
    this.#count(operation, 1);
  }

  /** True when somebody must still find `state` and nobody is left who could bring it back: it must not be left. */
  isLastChance(state: StateId): boolean {
    return (this.#requiredNeeds[state] ?? 0) > 0 && this.#makers[state] === 0;
  }

  /** Never changes the state, in whatever state it is legal. */
  isReadOnly(operation: number): boolean {
    return this.#outline?.leaves[operation] === noState;
  }

  /** A blind write, whose value is gone with the next change. */
  isBlind(operation: number): boolean {
    return this.#outline?.needs[operation] === noState && this.#outline.leaves[operation] !== noState;
  }

  /** A blind write that must be linearized and whose value nobody needs: it fits before any other blind write. */
  isAbsorbable(operation: number): boolean {
    if (operation >= this.#requiredCount || !this.isBlind(operation)) return false;
    return this.#allNeeds[this.#outline?.leaves[operation] ?? noState] === 0;
  }

  /** Whether `operation` leaves the state that `other` needs. */
  serves(operation: number, other: number): boolean {
    const left = this.#outline?.leaves[operation] ?? noState;
    return left !== noState && left === this.#outline?.needs[other];
  }

  #count(operation: number, change: 1 | -1): void {
    const needed = this.#outline?.needs[operation] ?? noState;
    const left = this.#outline?.leaves[operation] ?? noState;
    if (needed !== noState) {
      this.#allNeeds[needed] = (this.#allNeeds[needed] ?? 0) + change;
      if (operation < this.#requiredCount) this.#requiredNeeds[needed] = (this.#requiredNeeds[needed] ?? 0) + change;
    }
    if (left !== noState) this.#makers[left] = (this.#makers[left] ?? 0) + change;
  }
}
