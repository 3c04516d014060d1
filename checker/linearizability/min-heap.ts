/** Numbers with a key each, of which the one with the least key leaves first. O(log n). */
export class MinHeap {
  readonly #keyOf: Int32Array;
  readonly #items: number[] = [];

  constructor(keyOf: Int32Array) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#items.length;
  }

  /** What leaves next; undefined when there is none. */
  get least(): number | undefined {
    return this.#items[0];
  }

  push(item: number): void {
    const items = this.#items;
    let place = items.push(item) - 1;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      if (this.#key(above) <= this.#key(place)) return;
      this.#swap(place, above);
      place = above;
    }
  }

  /** Undefined when there is none. */
  pop(): number | undefined {
    const items = this.#items;
    const [least] = items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return least;
    items[0] = last;
    for (let place = 0; ; ) {
      const left = 2 * place + 1;
      if (left >= items.length) return least;
      const lesser = left + 1 < items.length && this.#key(left + 1) < this.#key(left) ? left + 1 : left;
      if (this.#key(place) <= this.#key(lesser)) return least;
      this.#swap(place, lesser);
      place = lesser;
    }
  }

  #key(place: number): number {
    return this.#keyOf[this.#items[place] ?? 0] ?? 0;
  }

  #swap(one: number, other: number): void {
    const items = this.#items;
    [items[one], items[other]] = [items[other] ?? 0, items[one] ?? 0];
  }
}
