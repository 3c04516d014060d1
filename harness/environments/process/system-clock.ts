import type { Clock } from '../../ports/index.ts';

/** The machine's monotonic clock, counted from the construction. */
export class SystemClock implements Clock {
  readonly #startNs = process.hrtime.bigint();

  nowNs(): number {
    return Number(process.hrtime.bigint() - this.#startNs);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    if (signal?.aborted) return Promise.reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, delayMs);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    return promise;
  }
}
