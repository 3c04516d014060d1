import { expect, test } from 'vitest';
import { microOperationsMax, parseTransaction } from './transaction.ts';

test('appends and reads of lists are a transaction, in their order', () => {
  const micros = [
    ['append', 'x', 1],
    ['r', 'x', null],
    ['append', 'y', 'two'],
    ['append', 'y', true],
  ];
  expect(parseTransaction(micros)).toEqual({ kind: 'transaction', micros });
});

const oneRead = ['r', 'x', null];

test.each([
  ['no list', { 0: oneRead }, 'a transaction is a list of micro-operations'],
  ['nothing', [], 'a transaction has 1 to 16 micro-operations, not 0'],
  [
    'too much',
    Array<unknown>(microOperationsMax + 1).fill(oneRead),
    'a transaction has 1 to 16 micro-operations, not 17',
  ],
  ['no micro-operation', [oneRead, 'r'], 'micro-operation 1 is neither'],
  ['an unknown function', [['w', 'x', 1]], 'micro-operation 0 is neither'],
  ['a key that is no name', [['r', 7, null]], 'micro-operation 0 is neither'],
  ['a key without a name', [['r', '', null]], 'micro-operation 0 is neither'],
  ['a key without end', [['r', 'x'.repeat(257), null]], 'micro-operation 0 is neither'],
  ['a read that knows its answer', [['r', 'x', [1]]], 'micro-operation 0 is neither'],
  ['an append of nothing', [['append', 'x', null]], 'micro-operation 0 is neither'],
  ['an append of a list', [['append', 'x', [1]]], 'micro-operation 0 is neither'],
  ['an append without end', [['append', 'x', 'a'.repeat(65)]], 'micro-operation 0 is neither'],
  ['more than three parts', [['r', 'x', null, 1]], 'micro-operation 0 is neither'],
])('%s is refused in one line', (_, given, reason) => {
  const parsed = parseTransaction(given);
  expect(parsed).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
});

test('what is just within the bounds is taken', () => {
  const micros = [['append', 'x'.repeat(256), 'a'.repeat(64)], ...Array<unknown>(microOperationsMax - 1).fill(oneRead)];
  expect(parseTransaction(micros).kind).toBe('transaction');
});
