const bits = new Float64Array(1);
const words = new Int32Array(bits.buffer);

/**
 * Counts what happened in a run, and hashes it in order: when, what, to whom, with which content. Two runs with the same hash
 * did the same. Two lanes of 32 bits, so that runs do not agree by chance.
 */
export class RunHash {
  #events = 0;
  #low = 0x243f6a88;
  #high = 0x85a308d3;

  /** How many events there were. */
  get events(): number {
    return this.#events;
  }

  /** 16 hexadecimal digits. */
  get hex(): string {
    return [this.#high, this.#low].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** One more event. `what` and `who` are small numbers, `content` is a hash of the rest. */
  add(atMs: number, what: number, who: number, content: number): void {
    this.#events += 1;
    bits[0] = atMs;
    const place = Math.imul(what, 64) + who;
    this.#low = Math.imul(this.#low ^ place ^ (words[0] ?? 0), 0x85ebca6b);
    this.#low = Math.imul(this.#low ^ (this.#low >>> 15) ^ content, 0xc2b2ae35);
    this.#high = Math.imul(this.#high ^ content ^ (words[1] ?? 0), 0x27d4eb2f);
    this.#high = Math.imul(this.#high ^ (this.#high >>> 13) ^ this.#low, 0x165667b1);
  }
}
