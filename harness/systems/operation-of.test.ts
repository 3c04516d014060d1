import { expect, test } from 'vitest';
import { InvariantViolation } from '#foundation';
import { operationOf } from './operation-of.ts';

const micros = [
  ['append', 'a0', 1],
  ['r', 'a0', null],
];

test.each([
  [
    { f: 'read', key: 'x', value: null },
    { f: 'read', key: 'x' },
  ],
  [
    { f: 'write', key: 'x', value: 1 },
    { f: 'write', key: 'x', value: 1 },
  ],
  [
    { f: 'cas', key: 'x', value: [1, 2] },
    { f: 'cas', key: 'x', from: 1, to: 2 },
  ],
  [
    { f: 'txn', value: micros },
    { f: 'txn', micros },
  ],
])('%j is asked as %j', (attempt, operation) => {
  expect(operationOf(attempt)).toEqual(operation);
});

test.each([
  { f: 'read', value: null },
  { f: 'write', key: 'x', value: [1] },
  { f: 'cas', key: 'x', value: 1 },
  { f: 'cas', key: 'x', value: [1, {}] },
  { f: 'increment', key: 'x', value: 1 },
  { f: 'txn', value: [] },
])('no workload asks %j', (attempt) => {
  expect(() => operationOf(attempt)).toThrow(InvariantViolation);
});
