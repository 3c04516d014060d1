import type { Clock } from '../ports/index.ts';

type Sleeper = Readonly<{ atNs: number; resolve: () => void }>;

/** A clock for tests that jumps to the next sleeper as soon as nothing else happens. */
export class VirtualClock implements Clock {
  #nowNs = 0;
  #sleepers: Sleeper[] = [];
  #isPumping = false;

  nowNs(): number {
    return this.#nowNs;
  }

  wallMs(): number {
    return this.#nowNs / 1e6;
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { atNs: this.#nowNs + delayMs * 1e6, resolve };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
      reject(signal.reason);
    });
    this.#pump();
    await promise;
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // A macrotask later every continuation of the last wake-up has run, and its sleeps are known.
    setImmediate(() => {
      this.#isPumping = false;
      const [next] = this.#sleepers.toSorted((a, b) => a.atNs - b.atNs);
      if (next === undefined) return;
      this.#sleepers = this.#sleepers.filter((other) => other !== next);
      this.#nowNs = Math.max(this.#nowNs, next.atNs);
      next.resolve();
      this.#pump();
    });
  }
}
