import { setTimeout as delay } from 'node:timers/promises';

export type Patience = Readonly<{ timeoutMs: number; everyMs?: number; signal?: AbortSignal }>;

/**
 * Tests `condition` now and then every `everyMs` (default 20) until it holds. True: it holds; false: not within
 * `timeoutMs`. Rejects with the reason of `signal` when that aborts first.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { timeoutMs, everyMs = 20, signal }: Patience,
): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await condition()) return true;
    if (performance.now() >= deadlineMs) return false;
    await delay(everyMs);
  }
}
