import { expect, test } from 'vitest';
import { summarize } from './latencies.ts';

test('a percentile is the smallest latency that so many writes did not exceed', () => {
  const latenciesMs = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarize(latenciesMs, 2, 3)).toEqual({ perSecond: 100, p50Ms: 100, p99Ms: 198, failed: 3 });
});

test('latencies are ordered as numbers', () => {
  expect(summarize([9, 10, 100], 1, 0).p50Ms).toBe(10);
});

test('no write at all is zero per second, and took no known time', () => {
  expect(summarize([], 1, 0)).toEqual({ perSecond: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, failed: 0 });
});
