import { expect, test } from 'vitest';
import { parseCheckerBenchOptions } from './checker-options.ts';
import { BenchUsageError } from './options.ts';

test('without options every history is judged five times, and the plain search has two seconds', () => {
  expect(parseCheckerBenchOptions([])).toEqual({
    only: '',
    seed: 1,
    repetitions: 5,
    limitSeconds: 20,
    plainSeconds: 2,
  });
});

test('the plain search can be left out', () => {
  expect(parseCheckerBenchOptions(['--plain-limit', '0', '--only', 'C=30'])).toMatchObject({
    only: 'C=30',
    plainSeconds: 0,
  });
});

test.each([
  [['--seed', 'x']],
  [['--seed', '']],
  [['--repetitions', '0']],
  [['--limit', '0']],
  [['--speed', '1']],
  [['node']],
])('%j is refused', (argv) => {
  expect(() => parseCheckerBenchOptions(argv)).toThrow(BenchUsageError);
});
