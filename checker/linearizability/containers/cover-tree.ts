/** How many stretches lie over each place of a row, and where there are none. O(log n) each. */
export class CoverTree {
  readonly #leaves: number;
  /** Per node: the stretches that lie over all of it and not over all of its parent, and the least cover within it. */
  readonly #whole: Int32Array;
  readonly #least: Int32Array;

  constructor(length: number) {
    this.#leaves = 1 << (32 - Math.clz32(Math.max(1, length - 1)));
    this.#whole = new Int32Array(2 * this.#leaves);
    this.#least = new Int32Array(2 * this.#leaves);
  }

  /** Lays `count` stretches (negative: takes them away) from `first` to before `end`. */
  add(first: number, end: number, count: number): void {
    this.#add(1, 0, this.#leaves, { first, end, count });
  }

  /** The first place from `first` to before `end` with nothing over it; -1: there is none. */
  hole(first: number, end: number): number {
    return this.#hole(1, 0, this.#leaves, { first, end, above: 0 });
  }

  #add(
    node: number,
    low: number,
    high: number,
    stretch: Readonly<{ first: number; end: number; count: number }>,
  ): void {
    if (stretch.end <= low || high <= stretch.first) return;
    if (stretch.first <= low && high <= stretch.end) {
      this.#whole[node] = (this.#whole[node] ?? 0) + stretch.count;
      this.#least[node] = (this.#least[node] ?? 0) + stretch.count;
      return;
    }
    const middle = (low + high) >>> 1;
    this.#add(2 * node, low, middle, stretch);
    this.#add(2 * node + 1, middle, high, stretch);
    const least = Math.min(this.#least[2 * node] ?? 0, this.#least[2 * node + 1] ?? 0);
    this.#least[node] = (this.#whole[node] ?? 0) + least;
  }

  #hole(
    node: number,
    low: number,
    high: number,
    within: Readonly<{ first: number; end: number; above: number }>,
  ): number {
    const { first, end, above } = within;
    if (end <= low || high <= first || above + (this.#least[node] ?? 0) > 0) return -1;
    if (high - low === 1) return low;
    const middle = (low + high) >>> 1;
    const below = { first, end, above: above + (this.#whole[node] ?? 0) };
    const left = this.#hole(2 * node, low, middle, below);
    return left === -1 ? this.#hole(2 * node + 1, middle, high, below) : left;
  }
}
