import { electionTimeoutMinMs } from './protocol/pace.ts';

const samplesMax = 512;
const samplesPerReview = 64;
const electionTimeoutMaxMs = 5_000;

/**
 * How long syncs take, over the last 512, and the election timeout that follows: at least 300 ms and at least twenty
 * times the 99th percentile, because a leader that waits for its disk is not dead.
 */
export class SyncTimes {
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
    this.#p99Ms = percentile99(this.#samplesMs.subarray(0, Math.min(this.#count, samplesMax)));
    const wanted = Math.min(electionTimeoutMaxMs, Math.max(electionTimeoutMinMs, 20 * this.#p99Ms));
    if (Math.abs(wanted - this.#electionTimeoutMs) < this.#electionTimeoutMs / 10) return false;
    this.#electionTimeoutMs = wanted;
    return true;
  }
}

/** Of at least one sample: the one at this place in their order, found among the few highest instead of by sorting all. */
function percentile99(samples: Float64Array): number {
  const places = samples.length - Math.floor(samples.length * 0.99);
  /** The highest so far, in falling order. */
  const highest = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
  for (const sample of samples) {
    if (sample <= (highest[places - 1] ?? 0)) continue;
    let place = places - 1;
    for (; place > 0 && (highest[place - 1] ?? 0) < sample; place -= 1) highest[place] = highest[place - 1] ?? 0;
    highest[place] = sample;
  }
  return highest[places - 1] ?? 0;
}
