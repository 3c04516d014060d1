import { expect, test } from 'vitest';
import { medianInterval } from './median-interval.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => count - index);

test('the median is the middle value, or the mean of the two in the middle', () => {
  expect(medianInterval([9, 100, 10]).median).toBe(10);
  expect(medianInterval([4, 1, 2, 30]).median).toBe(3);
});

test('the interval is as wide as the ranks of a coin that was thrown so often', () => {
  // of 100 throws, 95 % have between 40 and 60 heads
  expect(medianInterval(upTo(100))).toEqual({ median: 50.5, low: 41, high: 60 });
  expect(medianInterval(upTo(5))).toEqual({ median: 3, low: 1, high: 5 });
});

test('how far out an outlier lies changes nothing', () => {
  expect(medianInterval([...upTo(20), 1e9])).toEqual(medianInterval([...upTo(20), 21]));
});

test('nothing has no median', () => {
  expect(medianInterval([])).toEqual({ median: Number.NaN, low: Number.NaN, high: Number.NaN });
});
