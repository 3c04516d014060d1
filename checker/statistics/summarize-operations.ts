import type { Operation } from '../history/operation.ts';

/** How many operations ended how. */
export type Counts = Readonly<{ ok: number; fail: number; info: number }>;

/** Of the operations that ended in `ok`, in milliseconds; null when there is none. */
export type Latencies = Readonly<{ p50Ms: number; p99Ms: number; maxMs: number }> | null;

export type OperationSummary = Readonly<{
  total: Counts;
  latency: Latencies;
  byFunction: Readonly<Record<string, Readonly<{ counts: Counts; latency: Latencies }>>>;
}>;

/**
 * Counts and latencies of a history, in all and per `f`.
 *
 * ```ts
 * import { pairOps, readHistory, summarizeOperations } from 'ballotproof/checker';
 *
 * const { ops } = await readHistory('history.jsonl');
 * const { total, latency } = summarizeOperations(pairOps(ops));
 * console.log(total, latency?.p99Ms); // → { ok: 2, fail: 0, info: 0 } 0.001
 * ```
 */
export function summarizeOperations(operations: readonly Operation[]): OperationSummary {
  const byFunction = [...Map.groupBy(operations, ({ f }) => f)].map(
    ([f, own]) => [f, { counts: countsOf(own), latency: latenciesOf(own) }] as const,
  );
  return { total: countsOf(operations), latency: latenciesOf(operations), byFunction: Object.fromEntries(byFunction) };
}

/** How many of `operations` ended how. */
export function countsOf(operations: readonly Operation[]): Counts {
  const counts = { ok: 0, fail: 0, info: 0 };
  for (const { type } of operations) counts[type]++;
  return counts;
}

function latenciesOf(operations: readonly Operation[]): Latencies {
  const durationsNs = operations.flatMap(({ type, invokeNs, completeNs }) =>
    type === 'ok' && completeNs !== null ? [completeNs - invokeNs] : [],
  );
  if (durationsNs.length === 0) return null;
  const sorted = Float64Array.from(durationsNs).sort();
  return { p50Ms: quantile(sorted, 0.5) / 1e6, p99Ms: quantile(sorted, 0.99) / 1e6, maxMs: quantile(sorted, 1) / 1e6 };
}

/** The smallest member that at least `share` of all members do not exceed (nearest rank). */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
