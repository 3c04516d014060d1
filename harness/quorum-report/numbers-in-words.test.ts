import { expect, test } from 'vitest';
import { namesText, percent, percentUp } from './numbers-in-words.ts';

test.each([
  [0, '0 %'],
  [0.0153, '1.5 %'],
  [0.656, '66 %'],
  [0.9987, '> 99 %'],
  [1, '100 %'],
])('%d is %s', (probability, words) => {
  expect(percent(probability)).toBe(words);
});

test.each([
  [0.5, '50 %'],
  [0.989, '98.9 %'],
  [0.9998897, '99.988 %'],
  [1 - 1e-12, '> 99.99999999 %'],
  [1, '100 %'],
  [null, 'unknown'],
])('%d of the time is %s, never rounded up', (probability, words) => {
  expect(percentUp(probability)).toBe(words);
});

test('runs of numbered names are told by their ends', () => {
  expect(namesText(['n1', 'n2', 'n3', 'n5', 'n6', 'eu-8', 'eu-9', 'eu-10', 'bob'])).toBe(
    'n1..n3, n5, n6, eu-8..eu-10, bob',
  );
});
