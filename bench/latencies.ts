/** Committed writes per second, and how long a write took, in milliseconds. */
export type Throughput = Readonly<{ perSecond: number; p50Ms: number; p99Ms: number; failed: number }>;

/** Sums up the writes that ended within `seconds`. `latenciesMs` has one entry for each that succeeded. */
export function summarize(latenciesMs: readonly number[], seconds: number, failed: number): Throughput {
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    perSecond: latenciesMs.length / seconds,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    failed,
  };
}

/** The smallest entry that at least `fraction` of all do not exceed; NaN when there is none. */
export function percentile(sorted: Float64Array, fraction: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}
