import type { Clock } from './ports/index.ts';

const everyMs = 1000;

/**
 * Watches the host's wall clock against its monotonic one. When it is set during a run, what the nodes' clocks showed
 * cannot be put down to the nemesis.
 */
export class HostClockGuard {
  readonly #clock: Clock;
  #fromMs = Number.POSITIVE_INFINITY;
  #toMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.look();
  }

  /** How far the wall clock has moved against the monotonic one between any two looks. */
  get movedMs(): number {
    return Math.max(0, this.#toMs - this.#fromMs);
  }

  /** Looks once a second until `signal` aborts, which is no error. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.look();
      await this.#clock.sleep(everyMs, signal).catch(() => undefined);
    }
  }

  /** The wall clock is read between two looks at the other, so that a controller that is held up accuses nobody. */
  look(): void {
    const beforeMs = this.#clock.nowNs() / 1e6;
    const wallMs = this.#clock.wallMs();
    const afterMs = this.#clock.nowNs() / 1e6;
    this.#fromMs = Math.min(this.#fromMs, wallMs - beforeMs);
    this.#toMs = Math.max(this.#toMs, wallMs - afterMs);
  }
}
