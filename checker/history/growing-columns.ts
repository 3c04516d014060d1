/** The next length of an array that must hold `length` entries: doubled, so that growing costs a constant an entry. */
function roomFor(length: number, present: number): number {
  return Math.max(length, 2 * present, 1024);
}

/** A typed array of whole numbers that grows at its end. */
export class Int32Column {
  #entries: Int32Array = new Int32Array(0);
  length = 0;

  push(entry: number): void {
    if (this.length === this.#entries.length) {
      const grown = new Int32Array(roomFor(this.length + 1, this.length));
      grown.set(this.#entries);
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

  /** A copy without the room for more. */
  toArray(): Int32Array {
    return this.#entries.slice(0, this.length);
  }
}

/** A typed array of numbers that grows at its end. */
export class Float64Column {
  #entries: Float64Array = new Float64Array(0);
  length = 0;

  push(entry: number): void {
    if (this.length === this.#entries.length) {
      const grown = new Float64Array(roomFor(this.length + 1, this.length));
      grown.set(this.#entries);
      this.#entries = grown;
    }
    this.#entries[this.length++] = entry;
  }

  set(row: number, entry: number): void {
    this.#entries[row] = entry;
  }

  /** A copy without the room for more. */
  toArray(): Float64Array {
    return this.#entries.slice(0, this.length);
  }
}
