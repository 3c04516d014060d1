import { expect, test } from 'vitest';
import { isClientOutcome } from './client-outcome.ts';

test.each([
  [null],
  ['two'],
  [[]],
  [
    [
      ['append', 'x', 1],
      ['r', 'x', [1, 'two', true]],
      ['r', 'y', null],
    ],
  ],
])('an ok with %j is an outcome', (value) => {
  expect(isClientOutcome({ kind: 'ok', value })).toBe(true);
});

test.each([
  [{}],
  [['x']],
  [[['r', 'x']]],
  [[['r', 1, null]]],
  [[['r', 'x', 1]]],
  [[['r', 'x', [null]]]],
  [[['r', 'x', [[1]]]]],
  [[['append', 'x', null]]],
  [[['append', 'x', [1]]]],
  [[['w', 'x', 1]]],
])('an ok with %j is none', (value) => {
  expect(isClientOutcome({ kind: 'ok', value })).toBe(false);
});

test('what is not ok gives a reason', () => {
  expect(isClientOutcome({ kind: 'rejected', reason: 'list-full', value: null })).toBe(true);
  expect([{ kind: 'rejected' }, { kind: 'done', reason: '' }, null, 'ok'].filter(isClientOutcome)).toEqual([]);
});
