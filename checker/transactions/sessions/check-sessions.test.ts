import { describe, expect, test } from 'vitest';
import { type TransactionRow, tableOfTransactions } from '../table-of-transactions.ts';
import type { MicroOperation } from '../transaction-table.ts';
import { checkSessions, type SessionsResult } from './check-sessions.ts';

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
    expect(check(done(0, r('y', null), w('x', 1)), done(1, r('x', null), w('y', 1))).isKept).toBe(true);
  });

  test('is read committed when sessions and reads make a circle', () => {
    expect(check(done(0, r('y', 1)), done(0, w('x', 1)), done(1, r('x', 1)), done(1, w('y', 1))).kept).toEqual([]);
  });
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
  expect(check(done(0, w('x', 1)), crashed, done(2, r('x', 1))).isKept).toBe(true);
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
  expect(check(...chain).isKept).toBe(true);
  const crowd = Array.from({ length: 5000 }, (_, n) => done(n, w(`x${n % 10}`, n)));
  expect(check(...crowd, done(0, r('x1', null))).isKept).toBe(true);
  expect(check(...crowd, done(10, r('x0', 10)), done(10, r('x0', 0)), done(10, r('x0', 10))).broken).toEqual([
    'causal-cerone',
  ]);
});
