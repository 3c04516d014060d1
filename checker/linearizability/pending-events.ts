import type { SearchProblem } from './search-problem.ts';

/**
 * The calls and returns of all operations not linearized yet, in real-time order: a doubly linked list from which an
 * operation is lifted when it is linearized, and put back when the search turns round (Wing & Gong, Lowe). Operations
 * go back in the opposite order in which they were lifted.
 */
export class PendingEvents {
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #operationCount: number;
  readonly #requiredCount: number;
  /** Stands before the first event and after the last. */
  readonly end: number;

  constructor({ events, operationCount, requiredCount }: SearchProblem) {
    this.#operationCount = operationCount;
    this.#requiredCount = requiredCount;
    this.end = 2 * operationCount;
    this.#next = new Int32Array(2 * operationCount + 1);
    this.#previous = new Int32Array(2 * operationCount + 1);
    let last = this.end;
    for (const event of events) {
      this.#next[last] = event;
      this.#previous[event] = last;
      last = event;
    }
    this.#next[last] = this.end;
    this.#previous[this.end] = last;
  }

  get sizeBytes(): number {
    return this.#next.byteLength + this.#previous.byteLength;
  }

  /** The event after `event`, also when that has just been lifted; after `end` the first. */
  after(event: number): number {
    return this.#next[event] ?? this.end;
  }

  /** The return goes first, so that `after` of the call still leads to an event that is in the list. */
  lift(operation: number): void {
    if (operation < this.#requiredCount) this.#unlink(this.#operationCount + operation);
    this.#unlink(operation);
  }

  unlift(operation: number): void {
    this.#relink(operation);
    if (operation < this.#requiredCount) this.#relink(this.#operationCount + operation);
  }

  #unlink(event: number): void {
    const next = this.#next[event] ?? this.end;
    const previous = this.#previous[event] ?? this.end;
    this.#next[previous] = next;
    this.#previous[next] = previous;
  }

  #relink(event: number): void {
    this.#next[this.#previous[event] ?? this.end] = event;
    this.#previous[this.#next[event] ?? this.end] = event;
  }
}
