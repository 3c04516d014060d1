import { expect, test } from 'vitest';
import type { CheckerMeasurement } from './checker-benchmark.ts';
import { cellName, checkerCells, porcupineElsewhere } from './checker-cells.ts';
import { checkerHeading, checkerLine, checkerSummary } from './checker-report.ts';

const measured: CheckerMeasurement = {
  cell: { keys: 1, values: 'unique', clients: 20, operations: 1_000, crashPercent: 1, hasStaleRead: false },
  verdict: 'valid',
  deciders: ['zones'],
  checkMs: 0.5,
  heldBytes: 3 * 2 ** 20,
  residentBytes: 90 * 2 ** 20,
  plain: { verdict: 'valid', checkMs: 1_200 },
};
const gaveUp: CheckerMeasurement = { ...measured, plain: { verdict: 'unknown', checkMs: 2_000 } };

test('a line sets the check beside the plain search of this run, and beside what was measured elsewhere', () => {
  expect([
    checkerHeading.at(-1),
    checkerLine(measured),
    checkerLine(gaveUp),
    checkerLine({ ...measured, plain: null }),
  ]).toMatchInlineSnapshot(`
    [
      "history                           verdict        decider     check     held  process      plain    times  Porcupine elsewhere",
      "1 key unique C=20 1k 1%             valid          zones    0.5 ms     3 MB    90 MB     1.20 s     2400                1.4 s",
      "1 key unique C=20 1k 1%             valid          zones    0.5 ms     3 MB    90 MB    >2.00 s    >4000                1.4 s",
      "1 key unique C=20 1k 1%             valid          zones    0.5 ms     3 MB    90 MB          -        -                1.4 s",
    ]
  `);
});

test('a search that gave up counts in no mean, and a verdict that differs is told', () => {
  const other: CheckerMeasurement = { ...measured, plain: { verdict: 'invalid', checkMs: 75 } };
  expect(checkerSummary([measured, gaveUp, other])).toBe(
    '3 histories, 0 undecided, 1 judged otherwise by the plain reference; where it decides (2), it takes 600 times as long (geometric mean).',
  );
  expect(checkerSummary([gaveUp])).toContain('it decided none');
});

test('every history has a line of its own', () => {
  expect(new Set(checkerCells.map(cellName)).size).toBe(checkerCells.length);
});

test('what was not tried elsewhere is not told', () => {
  expect(porcupineElsewhere(measured.cell)).toBe('1.4 s');
  expect(porcupineElsewhere({ ...measured.cell, clients: 50, operations: 10_000 })).toBeNull();
  expect(porcupineElsewhere({ ...measured.cell, clients: 7 })).toBeNull();
});
