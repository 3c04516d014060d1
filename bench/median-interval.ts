/** A median, and between which values that of the whole population lies, with 95 % confidence. */
export type MedianInterval = Readonly<{ median: number; low: number; high: number }>;

/** As far as a rank of a sample strays from the middle, with 95 % confidence: so many standard deviations of a coin. */
const confidenceDeviations = 1.96;

/**
 * The median of `values`, and its interval from their ranks alone: how values are distributed does not matter, and one that is far out
 * counts no more than one that is just outside. Of fewer than six the interval is all of them. NaN for none.
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const sorted = Float64Array.from(values).sort();
  const { length } = sorted;
  const at = (rank: number): number => sorted[rank] ?? Number.NaN;
  const lowRank = Math.max(0, Math.floor(length / 2 - (confidenceDeviations * Math.sqrt(length)) / 2));
  return {
    median: (at(Math.floor((length - 1) / 2)) + at(Math.floor(length / 2))) / 2,
    low: at(lowRank),
    high: at(length - 1 - lowRank),
  };
}
