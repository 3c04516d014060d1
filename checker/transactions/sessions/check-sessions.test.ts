import { describe, expect, test } from 'vitest';
import { type TransactionRow, tableOfTransactions } from '../table-of-transactions.ts';
import type { MicroOperation } from '../transaction-table.ts';
import { checkSessions, type SessionsResult } from './check-sessions.ts';
import { sessionVerdict } from './session-verdict.ts';

const r = (key: string, value: unknown): MicroOperation => ['r', key, value];
const w = (key: string, value: unknown): MicroOperation => ['w', key, value];
const done = (process: number, ...value: readonly MicroOperation[]): TransactionRow => ({ process, type: 'ok', value });

function check(...rows: readonly TransactionRow[]): SessionsResult {
  return checkSessions(tableOfTransactions(rows), { workload: 'rw-register', level: 'causal-cerone' });
}

function explanationOf({ anomalies }: SessionsResult): string {
  const explanation = anomalies['commit-cycle']?.[0]?.['explanation'];
  return Array.isArray(explanation) ? explanation.join('\n') : '';
}

describe('the weakest level that is broken', () => {
  test('is read committed when a transaction goes back to what it knows to be overwritten', () => {
    const result = check(done(0, w('x', 1)), done(0, w('x', 2), w('y', 2)), done(1, r('y', 2), r('x', 1)));
    expect(result.kept).toEqual([]);
    expect(explanationOf(result)).toBe(
      [
        'Let T1 = operation 0 of process 0: [["w","x",1]].',
        'Let T2 = operation 1 of process 0: [["w","x",2],["w","y",2]].',
        'Let T3 = operation 2 of process 1: [["r","y",2],["r","x",1]].',
        'T1 committed before T2, because process 0 ran the one before the other.',
        'However, T2 committed before T1, because T3 read ["r","y",2] from T2, which wrote "x" too, and saw T1 in ["r","x",1]: a contradiction.',
      ].join('\n'),
    );
  });

  test('is read atomic when a transaction sees half of another', () => {
    const result = check(done(0, w('x', 1), w('y', 1)), done(1, r('x', null), r('y', 1)));
    expect(result.kept).toEqual(['read-committed']);
    expect(explanationOf(result)).toContain('because nothing comes before that');
  });

  test('is read atomic when a session does not see what it wrote', () => {
    expect(check(done(0, w('x', 1)), done(0, r('x', null))).kept).toEqual(['read-committed']);
  });

  test('is causal consistency when an answer is seen without the question', () => {
    const result = check(done(0, w('x', 1)), done(1, r('x', 1), w('y', 1)), done(2, r('y', 1)), done(2, r('x', null)));
    expect(result.broken).toEqual(['causal-cerone']);
    expect(explanationOf(result)).toContain('T4 comes, by way of T2, T3, after T1, which wrote "x" too');
  });

  test('is none when two forget each other', () => {
    expect(check(done(0, r('y', null), w('x', 1)), done(1, r('x', null), w('y', 1))).broken).toEqual([]);
  });

  test('is read committed when sessions and reads make a circle', () => {
    expect(check(done(0, r('y', 1)), done(0, w('x', 1)), done(1, r('x', 1)), done(1, w('y', 1))).kept).toEqual([]);
  });
});

test('the read that proves a step is told however many prove nothing', () => {
  // Both reads of the second see the same transaction, which demands nothing.
  const idle = [done(5, w('a', 1), w('b', 1)), done(6, r('a', 1), r('b', 1), r('a', 1))];
  const result = check(...idle, done(0, w('x', 1)), done(0, w('x', 2), w('y', 2)), done(1, r('y', 2), r('x', 1)));
  expect(explanationOf(result)).toContain('because T3 read ["r","y",2] from T2, which wrote "x" too, and saw T1');
});

test('a transaction that wrote much is known by what it wrote, in whatever order', () => {
  const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
  const named = done(9, ...keys.map((key) => r(key, null)));
  const much = done(0, ...keys.toReversed().map((key) => w(key, 1)));
  for (const key of keys.slice(1)) {
    expect(check(named, much, done(1, r('k0', 1), r(key, null))).kept, key).toEqual([]);
    expect(check(named, much, done(1, r(key, null), r('k0', 1))).kept, key).toEqual(['read-committed']);
  }
});

test('two values of one key in one transaction are against read atomic only', () => {
  const result = check(done(0, w('x', 1)), done(1, w('x', 2)), done(2, r('x', 1), r('x', 2)));
  expect(result.kept).toEqual(['read-committed']);
});

test.each([
  ['G1a', [{ process: 0, type: 'fail', value: [w('x', 1)] }, done(1, r('x', 1))]],
  ['G1b', [done(0, w('x', 1), w('x', 2)), done(1, r('x', 1))]],
  ['garbage-read', [done(0, r('x', 1))]],
  ['future-read', [done(0, r('x', 1), w('x', 1))]],
  ['internal', [done(0, w('x', 1)), done(1, w('x', 2), r('x', 1))]],
] as const)('%s is beneath every level', (type, rows) => {
  const { kept, counts } = check(...rows);
  expect([kept, counts]).toEqual([[], { [type]: 1 }]);
});

test('a crashed transaction took effect if somebody read from it, and need not have otherwise', () => {
  const crashed: TransactionRow = { process: 1, type: 'info', value: [w('x', 2), w('y', 2)] };
  expect(check(done(0, w('x', 1)), crashed, done(2, r('x', 1))).broken).toEqual([]);
  expect(check(done(0, w('x', 1)), crashed, done(2, r('y', 2), r('x', null))).kept).toEqual([]);
});

test('lists are judged by the last element that was read', () => {
  const rows = [
    done(0, ['append', 'x', 1], ['append', 'y', 1]),
    done(1, ['r', 'x', [1]], ['r', 'y', []]),
    done(2, ['r', 'x', [1]], ['r', 'y', [1]]),
  ];
  const result = checkSessions(tableOfTransactions(rows), { workload: 'list-append', level: 'read-atomic' });
  expect(result.kept).toEqual([]);
});

test('a long session, and thousands of sessions, are no problem', () => {
  const chain = Array.from({ length: 30_000 }, (_, n) => done(n % 3, r('x', n === 0 ? null : n), w('x', n + 1)));
  expect(check(...chain).broken).toEqual([]);
  const crowd = Array.from({ length: 2000 }, (_, n) => done(n, w(`x${n % 10}`, n)));
  expect(check(...crowd, done(0, r('x1', null))).broken).toEqual([]);
  expect(check(...crowd, done(10, r('x0', 10)), done(10, r('x0', 0)), done(10, r('x0', 10))).broken).toEqual([
    'causal-cerone',
  ]);
});

describe('serializability of sessions', () => {
  const asked = { workload: 'rw-register', level: 'serializable' } as const;
  const skew = [done(0, w('x', 0), w('y', 0)), done(1, r('x', 0), w('y', 1)), done(2, r('y', 0), w('x', 1))];

  test('is refuted by what follows from what follows', () => {
    const result = checkSessions(tableOfTransactions(skew), asked);
    expect([result.kept, result.broken]).toEqual([
      ['read-committed', 'read-atomic', 'causal-cerone'],
      ['serializable'],
    ]);
    expect(explanationOf(result)).toContain('T1 saw T3 in ["r","x",0], and T2 wrote "x" after that');
  });

  test('is never said to be kept', () => {
    const result = checkSessions(tableOfTransactions(skew.slice(0, 2)), asked);
    expect(sessionVerdict(result)).toMatchObject({ kind: 'unknown', details: { broken: [] } });
  });
});

test("a value that two transactions wrote is nobody's, so that what was not found is not sure", () => {
  const rows = [done(0, w('x', 1)), done(1, w('x', 1)), done(2, r('x', 1))];
  const fine = checkSessions(tableOfTransactions(rows), { workload: 'rw-register', level: 'causal-cerone' });
  expect(fine).toMatchObject({ broken: [], duplicateWrites: 1, untracedReads: 1 });
  expect(sessionVerdict(fine)).toMatchObject({ kind: 'unknown' });
  const torn = [...rows, done(3, w('y', 1), w('z', 1)), done(4, r('y', 1), r('z', null))];
  expect(check(...torn).broken).toContain('read-atomic');
});

test('a check ends at its limits, and then nothing is known', () => {
  const chain = Array.from({ length: 2000 }, (_, n) => done(n % 3, r('x', n === 0 ? null : n), w('x', n + 1)));
  const table = tableOfTransactions(chain);
  const asked = { workload: 'rw-register', level: 'causal-cerone' } as const;
  const result = checkSessions(table, { ...asked, memoryLimitBytes: 100_000 });
  expect([result.stopped, sessionVerdict(result).kind]).toEqual(['memory', 'unknown']);
  let now = 0;
  const late = checkSessions(table, { ...asked, now: () => now++, timeLimitMs: 1 });
  expect([late.stopped, late.kept, late.broken]).toEqual(['time', [], []]);
});
