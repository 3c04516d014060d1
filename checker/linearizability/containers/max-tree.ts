/** Below every value of a `MaxTree`. */
export const nothing: number = -(2 ** 31);

/** A row of whole numbers that change, and the place of the greatest in any stretch of it. O(log n) each. */
export class MaxTree {
  readonly #leaves: number;
  /** Node n has the children 2n and 2n + 1; each holds the place of its greatest leaf. */
  readonly #best: Int32Array;
  readonly #values: Int32Array;

  constructor(values: Int32Array) {
    this.#leaves = 1 << (32 - Math.clz32(Math.max(1, values.length - 1)));
    this.#values = new Int32Array(this.#leaves).fill(nothing);
    this.#values.set(values);
    this.#best = new Int32Array(2 * this.#leaves);
    for (let leaf = 0; leaf < this.#leaves; leaf++) this.#best[this.#leaves + leaf] = leaf;
    for (let node = this.#leaves - 1; node > 0; node--) this.#renew(node);
  }

  at(place: number): number {
    return this.#values[place] ?? nothing;
  }

  set(place: number, value: number): void {
    this.#values[place] = value;
    for (let node = (this.#leaves + place) >>> 1; node > 0; node >>>= 1) this.#renew(node);
  }

  /** The place of the greatest value from `first` to before `end`; -1: all are `nothing`. */
  argmax(first: number, end: number): number {
    let best = -1;
    let low = this.#leaves + first;
    let high = this.#leaves + end;
    for (; low < high; low >>>= 1, high >>>= 1) {
      if (low & 1) best = this.#better(best, this.#best[low++] ?? 0);
      if (high & 1) best = this.#better(best, this.#best[--high] ?? 0);
    }
    return best;
  }

  #renew(node: number): void {
    this.#best[node] = this.#better(this.#best[2 * node] ?? 0, this.#best[2 * node + 1] ?? 0);
  }

  #better(one: number, other: number): number {
    const value = this.at(other);
    if (value === nothing) return one;
    return one === -1 || value > this.at(one) ? other : one;
  }
}
