import type { Clock } from '../ports/index.ts';

const everyMs = 20;

/** Tests `condition` in the time of a cluster, which may be virtual. False: it did not hold within `timeoutMs`. */
export async function untilSeen(
  clock: Clock,
  condition: () => Promise<boolean>,
  { timeoutMs, signal }: Readonly<{ timeoutMs: number; signal: AbortSignal }>,
): Promise<boolean> {
  const deadlineNs = clock.nowNs() + timeoutMs * 1e6;
  for (;;) {
    if (await condition()) return true;
    if (clock.nowNs() >= deadlineNs) return false;
    await clock.sleep(everyMs, signal);
  }
}
