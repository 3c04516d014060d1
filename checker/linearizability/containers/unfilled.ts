/** The numbers from 0 to before `end`, of which more and more are filled, as a forest (Tarjan's union and find). */
export class Unfilled {
  readonly #next: Int32Array;

  constructor(end: number) {
    this.#next = new Int32Array(end + 1).map((_, place) => place);
  }

  /** The first number from `place` on that is not filled; `end` when there is none. Amortised near O(1). */
  from(place: number): number {
    const next = this.#next;
    let found = place;
    while (next[found] !== found) {
      next[found] = next[next[found] ?? 0] ?? 0;
      found = next[found] ?? 0;
    }
    return found;
  }

  /** Fills what is not filled yet from `first` to before `end`. */
  fill(first: number, end: number): void {
    for (let place = this.from(first); place < end; place = this.from(place)) this.#next[place] = place + 1;
  }
}
