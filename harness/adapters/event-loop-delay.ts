import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 10;

/** Measures how long whatever arrives has to wait until this process comes to it. */
export class EventLoopDelay implements Disposable {
  readonly #histogram = monitorEventLoopDelay({ resolution: resolutionMs });

  constructor() {
    this.#histogram.enable();
  }

  /** The delay that 99 of 100 looks did not exceed; 0 before the first look. */
  p99Ms(): number {
    // The histogram holds the time between two looks, of which the resolution is no delay.
    return this.#histogram.count === 0 ? 0 : Math.max(0, this.#histogram.percentile(99) / 1e6 - resolutionMs);
  }

  [Symbol.dispose](): void {
    this.#histogram.disable();
  }
}
