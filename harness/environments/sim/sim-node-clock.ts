import type { VirtualTime } from './virtual-time.ts';

/**
 * The clocks of one simulated node: a monotonic one that runs at a rate of its own and never goes back, and a wall clock
 * that is some offset away from it. Both outlive the process.
 */
export class SimNodeClock {
  readonly #time: VirtualTime;
  #rate = 1;
  /** The reading at the last change of the rate, and when that was. */
  #changedAtMs = 0;
  #readingMs = 0;
  #wallOffsetMs = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  get rate(): number {
    return this.#rate;
  }

  get monotonicMs(): number {
    return this.#readingMs + (this.#time.nowMs - this.#changedAtMs) * this.#rate;
  }

  get wallMs(): number {
    return this.monotonicMs + this.#wallOffsetMs;
  }

  /** From now on `rate` seconds pass here in one of true time; the reading does not jump. */
  runAt(rate: number): void {
    this.#readingMs = this.monotonicMs;
    this.#changedAtMs = this.#time.nowMs;
    this.#rate = rate;
  }

  /** The wall clock is so far ahead of the monotonic one; negative: behind. */
  setWallOffset(offsetMs: number): void {
    this.#wallOffsetMs = offsetMs;
  }

  /** How long it truly takes until `delayMs` have passed here, at the present rate. */
  trueMs(delayMs: number): number {
    return delayMs / this.#rate;
  }
}
