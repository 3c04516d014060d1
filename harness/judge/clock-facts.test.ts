import { expect, test } from 'vitest';
import { clockFacts } from './clock-facts.ts';
import type { FaultWindow } from './fault-windows.ts';

const clock = (node: string, wallMs: number, leaseReads: number | null = null) => ({
  node,
  wallMs,
  monotonicMs: wallMs / 10,
  leaseReads,
});

const window = (clocks: FaultWindow['clocks'], changes: Partial<FaultWindow> = {}): FaultWindow => ({
  number: 1,
  kind: 'clock',
  fault: null,
  text: 'clock bump n2',
  outcome: 'effective',
  evidence: 'ahead',
  startNs: 1,
  endNs: 2,
  healedNs: 3,
  clocks,
  ...changes,
});

test('a run without clock faults has no facts of clocks', () => {
  expect(clockFacts([window([], { kind: 'kill' })], { countsLeaseReads: true })).toBeNull();
});

test('of each node the greatest skew is told, ahead or behind', () => {
  const windows = [window([[clock('n2', 500), clock('n10', 1)], [clock('n2', 480)]]), window([[clock('n2', -900)]])];
  expect(clockFacts(windows, { countsLeaseReads: false })).toEqual({
    greatestSkews: [
      { node: 'n2', wallMs: -900, monotonicMs: -90 },
      { node: 'n10', wallMs: 1, monotonicMs: 0.1 },
    ],
    leaseReads: null,
  });
});

test('lease reads are counted on all nodes, within the windows that were proved', () => {
  const windows = [
    window([
      [clock('n1', 0, 100), clock('n2', 500, 7)],
      [clock('n1', 0, 160), clock('n2', 500, 9)],
    ]),
    window([[clock('n1', 0, 1000)], [clock('n1', 0, 1005)]]),
    window([[clock('n1', 0, 2000)], [clock('n1', 0, 3000)]], { outcome: 'not-effective' }),
  ];
  expect(clockFacts(windows, { countsLeaseReads: true })?.leaseReads).toBe(67);
});

test('a node that began anew in the window counts from nothing, and one that did not answer counts nothing', () => {
  const windows = [window([[clock('n1', 0, 100), clock('n2', 0, 5)], [clock('n1', 0, 3)]])];
  expect(clockFacts(windows, { countsLeaseReads: true })?.leaseReads).toBe(3);
});
