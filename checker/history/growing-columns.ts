import { ColumnMemory } from './column-memory.ts';

/** The next length of an array that must hold `length` entries: doubled, so that growing costs a constant an entry. */
function roomFor(length: number, present: number): number {
  return Math.max(length, 2 * present, 1024);
}

/** A typed array of whole numbers that grows at its end. */
export class Int32Column {
  readonly #memory: ColumnMemory;
  #entries: Int32Array = new Int32Array(0);
  length = 0;

  /** `memory` is told of all that the column and its copies hold. Default: nobody is. */
  constructor(memory: ColumnMemory = new ColumnMemory()) {
    this.#memory = memory;
  }

  /** @throws HistoryError HISTORY_TOO_LARGE */
  push(entry: number): void {
    if (this.length === this.#entries.length) {
      const room = roomFor(this.length + 1, this.length);
      this.#memory.take(room * Int32Array.BYTES_PER_ELEMENT);
      const grown = new Int32Array(room);
      grown.set(this.#entries);
      this.#memory.release(this.#entries.byteLength);
      this.#entries = grown;
    }
    this.#entries[this.length++] = entry;
  }

  at(row: number): number {
    return this.#entries[row] ?? -1;
  }

  set(row: number, entry: number): void {
    this.#entries[row] = entry;
  }

  /** A copy without the room for more. @throws HistoryError HISTORY_TOO_LARGE */
  toArray(): Int32Array {
    this.#memory.take(this.length * Int32Array.BYTES_PER_ELEMENT);
    return this.#entries.slice(0, this.length);
  }
}

/** A typed array of numbers that grows at its end. */
export class Float64Column {
  readonly #memory: ColumnMemory;
  #entries: Float64Array = new Float64Array(0);
  length = 0;

  /** `memory` is told of all that the column and its copies hold. Default: nobody is. */
  constructor(memory: ColumnMemory = new ColumnMemory()) {
    this.#memory = memory;
  }

  /** @throws HistoryError HISTORY_TOO_LARGE */
  push(entry: number): void {
    if (this.length === this.#entries.length) {
      const room = roomFor(this.length + 1, this.length);
      this.#memory.take(room * Float64Array.BYTES_PER_ELEMENT);
      const grown = new Float64Array(room);
      grown.set(this.#entries);
      this.#memory.release(this.#entries.byteLength);
      this.#entries = grown;
    }
    this.#entries[this.length++] = entry;
  }

  set(row: number, entry: number): void {
    this.#entries[row] = entry;
  }

  /** A copy without the room for more. @throws HistoryError HISTORY_TOO_LARGE */
  toArray(): Float64Array {
    this.#memory.take(this.length * Float64Array.BYTES_PER_ELEMENT);
    return this.#entries.slice(0, this.length);
  }
}
