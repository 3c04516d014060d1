import type { Clock } from '../../ports/index.ts';

/**
 * How far a node's clocks were ahead of the controller's at `atNs` (negative: behind), in milliseconds. The truth is within
 * `boundMs` of what is given: the answer was written at some moment between question and answer.
 */
export type ClockReading = Readonly<{
  atNs: number;
  wallMs: number;
  monotonicMs: number;
  boundMs: number;
  leaseReads: number | null;
}>;

/** Whole milliseconds are what wall clocks tell, on either side. */
const wallRoundingMs = 1;

/** Asks a node for its status with `ask` and reads its clocks off the answer; null when they are not in it. */
export async function readClocks(clock: Clock, ask: () => Promise<unknown>): Promise<ClockReading | null> {
  const asked = { ns: clock.nowNs(), wallMs: clock.wallMs() };
  const status = await ask();
  const answered = { ns: clock.nowNs(), wallMs: clock.wallMs() };
  if (!tellsClocks(status)) return null;
  const atNs = (asked.ns + answered.ns) / 2;
  return {
    atNs,
    wallMs: status.wallMs - (asked.wallMs + answered.wallMs) / 2,
    monotonicMs: (status.monotonicNs - atNs) / 1e6,
    boundMs: (answered.ns - asked.ns) / 2e6 + wallRoundingMs,
    leaseReads: status.leaseReads ?? null,
  };
}

type ToldClocks = Readonly<{ wallMs: number; monotonicNs: number; leaseReads?: number }>;

function tellsClocks(status: unknown): status is ToldClocks {
  return (
    typeof status === 'object' &&
    status !== null &&
    'wallMs' in status &&
    typeof status.wallMs === 'number' &&
    'monotonicNs' in status &&
    typeof status.monotonicNs === 'number' &&
    (!('leaseReads' in status) || typeof status.leaseReads === 'number')
  );
}
