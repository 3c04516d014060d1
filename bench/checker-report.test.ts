import { expect, test } from 'vitest';
import type { CheckerMeasurement } from './checker-benchmark.ts';
import { cellName, type RegisterCell } from './checker-cell.ts';
import { checkerCells, porcupineElsewhere, recordedCells } from './checker-cells.ts';
import { checkerHeading, checkerLine, checkerSummary } from './checker-report.ts';

const cell: RegisterCell = {
  kind: 'registers',
  keys: 1,
  values: 'unique',
  clients: 20,
  operations: 1_000,
  crashPercent: 1,
  hasStaleRead: false,
};
const measured: CheckerMeasurement = {
  cell,
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
      "history                                               verdict        decider     check     held  process      plain    times  Porcupine elsewhere",
      "1 key unique C=20 1k 1%                                 valid          zones    0.5 ms     3 MB    90 MB     1.20 s     2400                1.4 s",
      "1 key unique C=20 1k 1%                                 valid          zones    0.5 ms     3 MB    90 MB    >2.00 s    >4000                1.4 s",
      "1 key unique C=20 1k 1%                                 valid          zones    0.5 ms     3 MB    90 MB          -        -                1.4 s",
    ]
  `);
});

test('a search that gave up counts in no mean, and a verdict that differs is told', () => {
  const other: CheckerMeasurement = { ...measured, plain: { verdict: 'invalid', checkMs: 75 } };
  expect(checkerSummary([measured, gaveUp, other]).split('\n')[0]).toBe(
    '3 histories, 0 undecided, 1 judged otherwise by the plain reference; where it decides (2), it takes 600 times as long (geometric mean).',
  );
  expect(checkerSummary([gaveUp])).toContain('it decided none');
});

test('every history has a line of its own', () => {
  expect(new Set([...checkerCells, ...recordedCells].map(cellName)).size).toBe(
    checkerCells.length + recordedCells.length,
  );
});

test('what was not tried elsewhere is not told', () => {
  expect(porcupineElsewhere(cell)).toBe('1.4 s');
  expect(porcupineElsewhere({ ...cell, clients: 50, operations: 10_000 })).toBeNull();
  expect(porcupineElsewhere({ ...cell, clients: 7 })).toBeNull();
});

test('the time is compared with what Porcupine needed elsewhere, if that is enough to compare', () => {
  const quick: CheckerMeasurement = { ...measured, cell: { ...cell, clients: 5 } };
  const slow: CheckerMeasurement = {
    ...measured,
    cell: { kind: 'recorded', file: 'jepsen/etcd_002.log', model: 'etcd-cas' },
  };
  expect(checkerSummary([measured, quick]).split('\n')[1]).toBe(
    'Porcupine elsewhere, where it needed 50 ms or more (1): 2800 times as long (geometric mean), never less.',
  );
  expect(checkerSummary([{ ...slow, checkMs: 480 }]).split('\n')[1]).toContain('0.5 times');
  expect(checkerSummary([{ ...slow, checkMs: 480 }]).split('\n')[1]).toContain('less for jepsen/etcd_002.log');
});

test('how the time for an operation grows is told', () => {
  const small: CheckerMeasurement = { ...measured, cell: { ...cell, operations: 10_000 }, checkMs: 10 };
  const large: CheckerMeasurement = { ...measured, cell: { ...cell, operations: 1_000_000 }, checkMs: 2_000 };
  expect(checkerSummary([small, large])).toContain('1 key unique C=20 1M 1%: an operation takes 2.0 times as long');
});
