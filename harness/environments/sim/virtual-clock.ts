import type { Clock } from '../../ports/index.ts';
import { VirtualTime } from './virtual-time.ts';

/**
 * Virtual time for `async` code. Time passes only while somebody waits for it; and after each event that lets
 * somebody go on, a macrotask passes first, so that every continuation has run before the next event.
 */
export class VirtualClock implements Clock {
  readonly #time: VirtualTime;
  readonly #onFailure: (error: unknown) => void;
  #waiting = 0;
  #isRunning = false;
  #hasResumed = false;

  /** `onFailure` is told what an event threw; time goes on after it. */
  constructor(time: VirtualTime, onFailure: (error: unknown) => void) {
    this.#time = time;
    this.#onFailure = onFailure;
  }

  nowNs(): number {
    return Math.round(this.#time.nowMs * 1e6);
  }

  wallMs(): number {
    return this.#time.nowMs;
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return this.waitFor<void>((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const onAbort = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#time.after(delayMs, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
    });
  }

  /** A promise that events of virtual time settle; time passes until it is settled. */
  waitFor<T>(begin: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let isSettled = false;
    const settle = (act: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      this.#waiting -= 1;
      this.#hasResumed = true;
      act();
    };
    this.#waiting += 1;
    begin(
      (value) => settle(() => resolve(value)),
      (reason) => settle(() => reject(reason)),
    );
    this.#run();
    return promise;
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    setImmediate(() => this.#pass());
  }

  /** Runs events until somebody goes on; then lets them, and comes back. */
  #pass(): void {
    this.#hasResumed = false;
    try {
      while (this.#waiting > 0 && !this.#hasResumed && this.#time.step());
    } catch (error) {
      this.#onFailure(error);
    }
    if (this.#waiting > 0) setImmediate(() => this.#pass());
    else this.#isRunning = false;
  }
}

/** A clock on which nothing happens but sleeping, for tests of what waits. */
export function standaloneClock(): VirtualClock {
  return new VirtualClock(new VirtualTime(), (error) => {
    throw error;
  });
}
