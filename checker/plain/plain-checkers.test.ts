import { describe, expect, test } from 'vitest';
import type { OperationTable } from '../history/operation-table.ts';
import { TableBuilder } from '../history/table-builder.ts';
import { checkBank } from './check-bank.ts';
import { checkComments } from './check-comments.ts';
import { checkCounter } from './check-counter.ts';
import { checkLongFork } from './check-long-fork.ts';
import { checkMonotonic } from './check-monotonic.ts';
import { checkSequential } from './check-sequential.ts';
import { checkSet } from './check-set.ts';
import { checkSetFull } from './check-set-full.ts';
import { checkTotalQueue } from './check-total-queue.ts';
import { checkUniqueIds } from './check-unique-ids.ts';
import { plainCheckerNamed } from './named-plain-checkers.ts';
import { plainVerdict } from './plain-verdict.ts';

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
    const wrong = history(read({ 0: 10, 1: 5 }), read({ 0: 7, 1: 9 }), read({ 0: 0, 1: 0 }), read({ 0: 7, 1: 7 }));
    expect(checkBank(wrong).errors).toMatchObject({
      'wrong-total': { count: 3, first: { total: 16 }, worst: { total: 0 }, last: { total: 14 } },
    });
    expect(checkBank(history(read({ 0: 10, 1: 5 })), { accounts: ['0', '1'], total: 20 }).kind).toBe('invalid');
  });

  test('is read as a map, and not as a register', () => {
    expect(() => checkBank(history(['write', 3], read(3)))).toThrow('the bank model expects reads that answer a map');
    expect(checkBank(history(read(null))).kind).toBe('unknown');
  });

  test('has no other accounts, none without a balance, and none below zero unless that is allowed', () => {
    const table = history(
      read({ 0: 10, 1: 5 }),
      read({ 0: 10, 2: 5 }),
      read({ 0: 15, 1: null }),
      read({ 0: -1, 1: 16 }),
    );
    expect(Object.keys(checkBank(table).errors)).toEqual(['unexpected-key', 'nil-balance', 'negative-value']);
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

  test('say nothing when a key is written twice', () => {
    const twice = history(['write', [['w', 'x', 1]]], ['write', [['w', 'x', 2]]], read(1, null), read(null, 1));
    expect(checkLongFork(twice)).toMatchObject({ kind: 'unknown', multipleWrites: 'x' });
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

describe('comments', () => {
  test('are wrong when one is read without what was over before it began', () => {
    const table = history(['write', 1], ['write', 2], ['read', null, [2]], ['read', null, [1, 2]], ['read', null, []]);
    const { kind, errors } = checkComments(table);
    expect([kind, errors.map(({ missing, expectedCount }) => [missing, expectedCount])]).toEqual([
      'invalid',
      [[[1], 1]],
    ]);
  });

  test('may be missing when they crashed, or ran at the same time', () => {
    const builder = new TableBuilder();
    builder.invoke({ process: 0, f: 'write', value: 1 });
    builder.invoke({ process: 1, f: 'write', value: 2 });
    builder.complete({ process: 0, type: 'ok', value: 1 });
    builder.complete({ process: 1, type: 'ok', value: 2 });
    builder.invoke({ process: 2, f: 'read', value: null });
    builder.complete({ process: 2, type: 'ok', value: [2] });
    expect(checkComments(builder.build()).kind).toBe('valid');
    expect(checkComments(history(['write', 1, 1, 'info'], ['write', 2], ['read', null, [2]])).kind).toBe('valid');
  });
});

test('values that one client wrote in turn are there once a later one is', () => {
  const read = (...values: readonly unknown[]): Done => ['read', null, values];
  const fine = checkSequential(history(read('c', 'b', 'a'), read(null, 'b', 'a'), read(null, null)));
  expect(fine).toMatchObject({ kind: 'valid', allCount: 1, someCount: 2, noneCount: 1, badCount: 0 });
  expect(checkSequential(history(read('c', null, 'a')))).toMatchObject({ kind: 'invalid', badCount: 1 });
});

describe('as a verdict', () => {
  const bank = plainCheckerNamed('bank');
  const setFull = plainCheckerNamed('set-full');

  test('a result has the names that Jepsen gives', () => {
    const verdict = bank && plainVerdict(history(['read', null, { a: 1 }]), bank, { a: 1, b: 1 });
    expect(verdict?.details).toMatchObject({
      'valid?': false,
      'read-count': 1,
      'first-error': { type: 'wrong-total' },
    });
  });

  test('a history of many keys is judged key by key', () => {
    const builder = new TableBuilder();
    for (const [process, [key, f, value]] of (
      [
        ['a', 'add', 1],
        ['b', 'add', 2],
        ['a', 'read', []],
        ['b', 'read', [2]],
      ] as const
    ).entries()) {
      builder.invoke({ process, f, key, value: f === 'add' ? value : null });
      builder.complete({ process, type: 'ok', key, value });
    }
    const verdict = setFull && plainVerdict(builder.build(), setFull);
    expect(verdict).toMatchObject({
      kind: 'invalid',
      details: { failures: ['a'], results: { a: { 'lost-count': 1 }, b: { 'valid?': true } } },
    });
  });
});
