import type { Operation } from '../history/operation.ts';
import { readsAndWrites } from './reads-and-writes.ts';
import { type Counts, countsOf } from './summarize-operations.ts';

/** A stretch of the run: while a fault was in force, after a heal, or any other. Nanoseconds since the run began. */
export type TimeWindow = Readonly<{ name: string; kind: string; startNs: number; endNs: number }>;

/** What clients got in one window. An operation counts in the window in which it was both invoked and completed. */
export type Availability = Readonly<{
  window: TimeWindow;
  counts: Counts;
  /** Transactions that read count here, those that write below, and those that do both twice. */
  okReads: number;
  /** Writes and cas that took effect. */
  okWrites: number;
  /** The longest time in the window in which no operation succeeded; the whole window when none did. */
  longestGapMs: number;
}>;

/**
 * What clients got in each of `windows`, in their order. Windows may overlap.
 *
 * ```ts
 * import { measureAvailability, pairOps, readHistory } from 'ballotproof/checker';
 *
 * const { ops } = await readHistory('history.jsonl');
 * const fault = { name: 'kill n1', kind: 'kill', startNs: 0, endNs: 2_000_000 };
 * const [during] = measureAvailability(pairOps(ops), [fault]);
 * console.log(during?.counts.ok, during?.longestGapMs); // → 2 1.997
 * ```
 */
export function measureAvailability(
  operations: readonly Operation[],
  windows: readonly TimeWindow[],
): readonly Availability[] {
  return windows.map((window) => {
    const inside = operations.filter(
      ({ invokeNs, completeNs }) => invokeNs >= window.startNs && completeNs !== null && completeNs <= window.endNs,
    );
    const ok = inside.filter(({ type }) => type === 'ok');
    const done = ok.map(readsAndWrites);
    return {
      window,
      counts: countsOf(inside),
      okReads: done.filter(({ reads }) => reads).length,
      okWrites: done.filter(({ writes }) => writes).length,
      longestGapMs: longestGapNs(operations, window) / 1e6,
    };
  });
}

/**
 * The windows between faults: one from each heal to the next injection (or to `endNs`), named after the faults that
 * ended last. Where faults overlap, a heal counts when none is left in force.
 *
 * ```ts
 * import { windowsAfterHeals } from 'ballotproof/checker';
 *
 * const fault = { name: 'kill n1', kind: 'kill', startNs: 0, endNs: 2_000_000 };
 * console.log(windowsAfterHeals([fault], 9_000_000).map(({ name }) => name)); // → [ 'after kill n1' ]
 * ```
 */
export function windowsAfterHeals(faults: readonly TimeWindow[], endNs: number): readonly TimeWindow[] {
  const ordered = faults.toSorted((one, other) => one.startNs - other.startNs);
  const windows: TimeWindow[] = [];
  let last: TimeWindow | null = null; // of the faults so far the one that ends last
  for (const fault of ordered) {
    if (last !== null && fault.startNs > last.endNs) windows.push(afterHeal(last, fault.startNs));
    if (last === null || fault.endNs > last.endNs) last = fault;
  }
  if (last !== null && endNs > last.endNs) windows.push(afterHeal(last, endNs));
  return windows;
}

function afterHeal(fault: TimeWindow, endNs: number): TimeWindow {
  return { name: `after ${fault.name}`, kind: fault.kind, startNs: fault.endNs, endNs };
}

/** Any success counts that completes inside, also of an operation that began before the window. */
function longestGapNs(operations: readonly Operation[], { startNs, endNs }: TimeWindow): number {
  const successes = operations.flatMap(({ type, completeNs }) =>
    type === 'ok' && completeNs !== null && completeNs >= startNs && completeNs <= endNs ? [completeNs] : [],
  );
  const moments = [startNs, ...successes.sort((one, other) => one - other), endNs];
  return moments.reduce((longest, moment, place) => Math.max(longest, moment - (moments[place - 1] ?? moment)), 0);
}
