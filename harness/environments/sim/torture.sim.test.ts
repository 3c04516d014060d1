import { describe, expect, test } from 'vitest';
import { type Protocol, type TortureResult, torture } from './torture.ts';

const seeds = 60;
const protocols: readonly Protocol[] = ['classic', 'flexible', 'fast', 'fast-flexible'];

function tortured(protocol: Protocol, faults: 'all' | 'none', count: number): TortureResult[] {
  return Array.from({ length: count }, (_, index) => torture(index + 1, { protocol, faults }));
}

function picksOf(results: readonly TortureResult[], kind: string): number {
  return results.reduce((sum, { picks }) => sum + (picks[kind] ?? 0), 0);
}

describe('the in-memory cluster', () => {
  test.each(protocols)(`%s survives ${seeds} seeds of faults, with both oracles after every event`, (protocol) => {
    const results = tortured(protocol, 'all', seeds);
    expect(results.filter(({ violation }) => violation !== null)).toEqual([]);
    expect(results.reduce((sum, { crashes }) => sum + crashes, 0)).toBeGreaterThan(seeds / 2);
    expect(results.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(seeds * 10);
  });

  test.each(['index', 'lease'] as const)(
    'serves linearizable reads by %s, whatever clocks and restarts do',
    (reads) => {
      const results = protocols.flatMap((protocol) =>
        Array.from({ length: 30 }, (_, seed) => torture(seed, { protocol, reads })),
      );
      expect(results.filter(({ violation }) => violation !== null)).toEqual([]);
      const leaseReads = results.reduce((sum, result) => sum + result.leaseReads, 0);
      expect(leaseReads > 0).toBe(reads === 'lease');
    },
  );

  test('decides over half of the instances in fast rounds when commands hardly race', () => {
    const results = tortured('fast-flexible', 'none', 20);
    const fast = results.reduce((sum, { decisions }) => sum + decisions.fast, 0);
    const classic = results.reduce((sum, { decisions }) => sum + decisions.classic, 0);
    expect(fast).toBeGreaterThan(classic);
  });

  test('meets every case of picking', () => {
    const results = tortured('fast-flexible', 'all', 150);
    for (const kind of ['K1', 'K2a', 'K2b', 'K2c']) expect(picksOf(results, kind), kind).toBeGreaterThan(0);
  });

  test('repeats: a seed gives the same result to the last event', () => {
    expect(torture(7, { protocol: 'fast-flexible' })).toEqual(torture(7, { protocol: 'fast-flexible' }));
  });

  test('is convicted at 3/2/2/2, where two fast quorums need not meet a phase-1 quorum', () => {
    const quorums = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 2 } as const;
    const violations = Array.from(
      { length: 200 },
      (_, seed) => torture(seed, { protocol: 'fast-flexible', quorums, onBrokenPick: 'choose' }).violation,
    );
    expect(violations.some((violation) => violation?.oracle === 'picking' || violation?.oracle === 'agreement')).toBe(
      true,
    );
  });

  test('stops with an alarm at 3/2/2/2 when a coordinator does not choose between two values', () => {
    const quorums = { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: 2 } as const;
    const violations = Array.from(
      { length: 200 },
      (_, seed) => torture(seed, { protocol: 'fast-flexible', quorums, onBrokenPick: 'stop' }).violation,
    );
    expect(violations.some((violation) => violation?.oracle === 'halt' && violation.message.includes('alarm'))).toBe(
      true,
    );
  });
});
