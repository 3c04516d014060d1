import { expect, test } from 'vitest';
import type { SlicePair } from './record-benchmark.ts';
import { recordHeading, recordLine, recordVerdict } from './record-report.ts';

/** `costs`: by how many percent recording slowed each pair down. */
function pairsThatCost(costs: readonly number[]): readonly SlicePair[] {
  return costs.map((percent) => ({
    plain: { perSecond: 1_000, cpuMs: 0.2 },
    recording: { perSecond: 10 * (100 - percent), cpuMs: 0.21 },
  }));
}

test('a line has both medians and both costs, below their columns', () => {
  expect([recordHeading, recordLine('classic', pairsThatCost([2, 8, 5]))]).toMatchInlineSnapshot(`
    [
      "               pairs writes/s recording costs %         95 % cpu ms recording costs %         95 %",
      "classic            3     1000       950     5.0   2.0 to 8.0  0.200     0.210     5.0   5.0 to 5.0",
    ]
  `);
});

test('what costs less than a tenth for certain is under 10 %', () => {
  const { sentence, exitStatus } = recordVerdict(pairsThatCost([7, -3, 4, 9]));
  expect(sentence).toBe(
    'Recording costs 5.5 % of throughput (95 %: -3.0 to 9.0) and 5.0 % more processor time (5.0 to 5.0), in the median of 4 pairs: under 10 %',
  );
  expect(exitStatus).toBe(0);
});

test('what costs more than a tenth in the median is over 10 %', () => {
  const { sentence, exitStatus } = recordVerdict(pairsThatCost([8, 10.5, 11]));
  expect(sentence).toMatch(/over 10 %$/);
  expect(exitStatus).toBe(1);
});

test('what may cost more is neither', () => {
  const { sentence, exitStatus } = recordVerdict(pairsThatCost([-20, 5, 30]));
  expect(sentence).toMatch(/too few pairs to tell whether it is under 10 %$/);
  expect(exitStatus).toBe(2);
});

test('nothing measured is nothing told', () => {
  expect(recordVerdict([]).exitStatus).toBe(2);
});
