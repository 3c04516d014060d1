import type { ResourceLimits } from 'node:worker_threads';

const oldMinMb = 32;
const youngMinMb = 16;
/** What Node gives to the young generation of a thread when nothing is said, whatever the limit of the old one. */
const youngMaxMb = 192;

/**
 * The limits of a thread whose heap is to take about `heapLimitBytes`: those of the old generation, and half as much for
 * the young one, which would otherwise take three times the whole of a small heap.
 */
export function heapLimits(heapLimitBytes: number): ResourceLimits {
  const heapMb = Math.ceil(heapLimitBytes / 2 ** 20);
  return {
    maxOldGenerationSizeMb: Math.max(oldMinMb, heapMb),
    maxYoungGenerationSizeMb: Math.min(youngMaxMb, Math.max(youngMinMb, Math.ceil(heapMb / 2))),
  };
}
