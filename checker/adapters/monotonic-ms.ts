/** Milliseconds since the process began; never goes back. What checks go by that are given no clock. */
export function monotonicMs(): number {
  return performance.now();
}
