import type { Budget } from '../budget.ts';

const wordsAtFirst = 512;

/** Configurations still to be tried, each with its event and state, in one array that is accounted for. */
export class SearchStack {
  readonly #words: number;
  readonly #budget: Budget;
  #entries: Int32Array = new Int32Array(0);
  #length = 0;
  /** The state of the configuration that was popped last. */
  state = 0;

  constructor(words: number, budget: Budget) {
    this.#words = words;
    this.#budget = budget;
  }

  /** False: there is no room. */
  push(event: number, state: number, words: Int32Array): boolean {
    const length = this.#length + 2 + this.#words;
    if (length > this.#entries.length && !this.#grow(length)) return false;
    this.#entries[this.#length] = event;
    this.#entries[this.#length + 1] = state;
    this.#entries.set(words, this.#length + 2);
    this.#length = length;
    return true;
  }

  /** Copies the words out and returns the event; null: nothing is left. */
  pop(into: Int32Array): number | null {
    if (this.#length === 0) return null;
    this.#length -= 2 + this.#words;
    for (let word = 0; word < this.#words; word++) into[word] = this.#entries[this.#length + 2 + word] ?? 0;
    this.state = this.#entries[this.#length + 1] ?? 0;
    return this.#entries[this.#length] ?? 0;
  }

  release(): void {
    this.#budget.release(this.#entries.byteLength);
  }

  #grow(length: number): boolean {
    const grownLength = Math.max(wordsAtFirst, 2 * length);
    if (!this.#budget.reserve(4 * grownLength)) return false;
    const grown = new Int32Array(grownLength);
    grown.set(this.#entries);
    this.#budget.release(this.#entries.byteLength);
    this.#entries = grown;
    return true;
  }
}
