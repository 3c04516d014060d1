import { expect, test } from 'vitest';
import type { Operation } from '#checker';
import { listFacts } from './list-facts.ts';

function transaction(output: unknown, type: Operation['type'] = 'ok'): Operation {
  return {
    process: 0,
    f: 'txn',
    key: null,
    input: output,
    output: type === 'ok' ? output : undefined,
    type,
    invokeIndex: 0,
    completeIndex: 1,
    invokeNs: 0,
    completeNs: 1,
    node: 'n1',
    error: null,
    final: false,
  };
}

test('an append is shown when another transaction read it, however often', () => {
  const append = transaction([['append', 'x', 1]]);
  const read = transaction([['r', 'x', [1]]]);
  expect(listFacts([append])).toEqual({ appends: 1, shown: 0, joined: 0 });
  expect(listFacts([append, read, read])).toEqual({ appends: 1, shown: 1, joined: 0 });
});

test('a transaction that reads its own append shows nothing', () => {
  const own = transaction([
    ['append', 'x', 1],
    ['r', 'x', [1]],
  ]);
  expect(listFacts([own])).toEqual({ appends: 1, shown: 0, joined: 0 });
});

test('only what was acknowledged is asked for, and equal elements of other lists do not count', () => {
  const open = transaction([['append', 'x', 1]], 'info');
  const append = transaction([['append', 'y', 1]]);
  expect(listFacts([open, append, transaction([['r', 'x', [1]]])])).toEqual({ appends: 1, shown: 0, joined: 0 });
});

test('a transaction that touches two lists tests atomicity, one that touches a list twice does not', () => {
  const two = transaction([
    ['r', 'x', null],
    ['r', 'y', null],
  ]);
  const twice = transaction([
    ['r', 'x', null],
    ['r', 'x', null],
  ]);
  expect(listFacts([two, twice]).joined).toBe(1);
});
