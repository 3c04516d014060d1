import type { SearchProblem } from './search-problem.ts';
import { mix } from './visited-configurations.ts';

/** The set of linearized operations, one bit each, with a hash that follows every change in one step (Zobrist). */
export class LinearizedSet {
  readonly #requiredCount: number;
  /** The optional operations begin in a word of their own. */
  readonly optionalFirst: number;
  readonly words: Int32Array;
  hash = 0;

  constructor({ operationCount, requiredCount }: SearchProblem) {
    this.#requiredCount = requiredCount;
    this.optionalFirst = Math.ceil(requiredCount / 32);
    this.words = new Int32Array(this.optionalFirst + Math.ceil((operationCount - requiredCount) / 32));
  }

  /** Adds the operation, or takes it out again. */
  toggle(operation: number): void {
    const isRequired = operation < this.#requiredCount;
    const bit = isRequired ? operation : operation - this.#requiredCount;
    const word = (isRequired ? 0 : this.optionalFirst) + (bit >>> 5);
    this.words[word] = (this.words[word] ?? 0) ^ (1 << (bit & 31));
    this.hash ^= mix(operation + 1);
  }

  /** The first word from `from` on in which an operation is missing. */
  firstIncomplete(from: number): number {
    let word = from;
    while (this.words[word] === -1 && word < this.optionalFirst - 1) word++;
    return word;
  }
}
