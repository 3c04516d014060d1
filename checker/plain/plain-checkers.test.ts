import { describe, expect, test } from 'vitest';
import type { OperationTable } from '../history/operation-table.ts';
import { TableBuilder } from '../history/table-builder.ts';
import { checkBank } from './check-bank.ts';
import { checkCounter } from './check-counter.ts';
import { checkLongFork } from './check-long-fork.ts';
import { checkMonotonic } from './check-monotonic.ts';
import { checkSet } from './check-set.ts';
import { checkSetFull } from './check-set-full.ts';
import { checkTotalQueue } from './check-total-queue.ts';
import { checkUniqueIds } from './check-unique-ids.ts';

type Done = readonly [f: string, input: unknown, output?: unknown, type?: 'ok' | 'info' | 'fail'];

/** One operation after the other, each by a process of its own. */
function history(...operations: readonly Done[]): OperationTable {
  const builder = new TableBuilder();
  for (const [process, [f, value, output = value, type = 'ok']] of operations.entries()) {
    builder.invoke({ process, f, value });
    builder.complete({ process, type, value: output });
  }
  return builder.build();
}

describe('a set', () => {
  test('has lost what was added and is not read', () => {
    const result = checkSet(history(['add', 1], ['add', 2], ['add', 3, 3, 'info'], ['read', null, [2, 3, 9]]));
    expect(result).toMatchObject({ kind: 'invalid', lost: [1], recovered: [3], unexpected: [9], okCount: 2 });
  });

  test('is fine with all of it, and unknown when nobody reads', () => {
    expect(checkSet(history(['add', 1], ['read', null, [1]])).kind).toBe('valid');
    expect(checkSet(history(['add', 1])).kind).toBe('unknown');
  });
});

describe('a set that is read over and over', () => {
  test('loses what a later read misses for good', () => {
    const result = checkSetFull(history(['add', 1], ['add', 2], ['read', null, [1, 2]], ['read', null, [2]]));
    expect(result).toMatchObject({ kind: 'invalid', lost: [1], stableCount: 1 });
  });

  test('is stale when a read misses what comes back, which is wrong only if it promises linearizability', () => {
    const table = history(['add', 1], ['read', null, []], ['read', null, [1]]);
    expect(checkSetFull(table)).toMatchObject({ kind: 'valid', stale: [1] });
    expect(checkSetFull(table, { linearizable: true }).kind).toBe('invalid');
  });

  test('duplicates what one read has twice', () => {
    expect(checkSetFull(history(['add', 1], ['read', null, [1, 1]]))).toMatchObject({
      kind: 'invalid',
      duplicated: [1],
    });
  });
});

test('a counter is read between what surely and what possibly was added', () => {
  expect(checkCounter(history(['add', 2], ['add', 3, 3, 'info'], ['read', null, 5])).kind).toBe('valid');
  expect(checkCounter(history(['add', 2], ['add', 3, 3, 'fail'], ['read', null, 5])).errors).toEqual([[2, 5, 2]]);
  expect(checkCounter(history(['add', 2], ['add', -1], ['read', null, 2])).errors).toEqual([[1, 2, 1]]);
});

test('a queue loses nothing that was acknowledged, and makes nothing up', () => {
  const result = checkTotalQueue(
    history(
      ['enqueue', 1],
      ['enqueue', 2],
      ['enqueue', 3, 3, 'info'],
      ['dequeue', null, 9],
      ['drain', null, [2, 2, 3]],
    ),
  );
  expect(result).toMatchObject({ kind: 'invalid', lost: [1], unexpected: [9], duplicated: [2], recovered: [3] });
  expect(checkTotalQueue(history(['enqueue', 1], ['dequeue', null, 1], ['dequeue', null, 1])).kind).toBe('valid');
});

test('identifiers are handed out once', () => {
  expect(checkUniqueIds(history(['generate', null, 1], ['generate', null, 2])).kind).toBe('valid');
  expect(checkUniqueIds(history(['generate', null, 1], ['generate', null, 1])).duplicated).toEqual([[1, 2]]);
});

describe('a bank', () => {
  const read = (balances: unknown): Done => ['read', null, balances];

  test('keeps its total', () => {
    expect(checkBank(history(read({ 0: 10, 1: 5 }), read({ 0: 7, 1: 8 }))).kind).toBe('valid');
    expect(checkBank(history(read({ 0: 10, 1: 5 }), read({ 0: 7, 1: 9 }))).errors).toEqual({ 'wrong-total': 1 });
  });

  test('has no other accounts, none without a balance, and none below zero unless that is allowed', () => {
    const table = history(
      read({ 0: 10, 1: 5 }),
      read({ 0: 10, 2: 5 }),
      read({ 0: 15, 1: null }),
      read({ 0: -1, 1: 16 }),
    );
    expect(checkBank(table).errors).toEqual({ 'unexpected-key': 1, 'nil-balance': 1, 'negative-value': 1 });
    expect(checkBank(history(read({ 0: -1, 1: 16 })), { allowsNegative: true }).kind).toBe('valid');
  });
});

describe('reads of two keys', () => {
  const read = (x: unknown, y: unknown): Done => [
    'read',
    null,
    [
      ['r', 'x', x],
      ['r', 'y', y],
    ],
  ];

  test('fork when each misses what the other saw', () => {
    expect(checkLongFork(history(read(1, null), read(null, 1))).forks).toHaveLength(1);
  });

  test('do not fork when one saw all that the other did', () => {
    const result = checkLongFork(history(read(1, null), read(1, 1), read(null, null)));
    expect(result).toMatchObject({ kind: 'valid', readsCount: 3, earlyReadCount: 1, lateReadCount: 1 });
  });
});

test('a number that only grows is never read as less than before', () => {
  expect(checkMonotonic(history(['read', null, 1], ['read', null, 2])).kind).toBe('valid');
  const result = checkMonotonic(history(['read', null, { x: 2, y: 1 }], ['read', null, { x: 1, y: 1 }]));
  expect(result.regressions).toMatchObject([{ key: 'x', from: 2, to: 1 }]);
});
