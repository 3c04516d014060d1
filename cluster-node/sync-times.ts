import { electionTimeoutMinMs } from './protocol/pace.ts';

const samplesMax = 512;
const samplesPerReview = 64;
const electionTimeoutMaxMs = 5_000;

/**
 * How long syncs take, over the last 512, and the election timeout that follows: at least 300 ms and at least twenty
 * times the 99th percentile, because a leader that waits for its disk is not dead.
 */
export class SyncTimes {
  /** Numbers and not objects, so that a review sorts them fast. */
  readonly #samplesMs = new Float64Array(samplesMax);
  #count = 0;
  #p99Ms = 0;
  #electionTimeoutMs = electionTimeoutMinMs;

  get p99Ms(): number {
    return this.#p99Ms;
  }

  get electionTimeoutMs(): number {
    return this.#electionTimeoutMs;
  }

  /** True when the election timeout has changed by a tenth or more. */
  record(takesMs: number): boolean {
    this.#samplesMs[this.#count % samplesMax] = takesMs;
    this.#count += 1;
    if (this.#count % samplesPerReview !== 0) return false;
    const sorted = this.#samplesMs.slice(0, Math.min(this.#count, samplesMax)).sort();
    this.#p99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
    const wanted = Math.min(electionTimeoutMaxMs, Math.max(electionTimeoutMinMs, 20 * this.#p99Ms));
    if (Math.abs(wanted - this.#electionTimeoutMs) < this.#electionTimeoutMs / 10) return false;
    this.#electionTimeoutMs = wanted;
    return true;
  }
}
