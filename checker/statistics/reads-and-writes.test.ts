import { expect, test } from 'vitest';
import { readsAndWrites } from './reads-and-writes.ts';

const read = ['r', 'x', null];
const append = ['append', 'x', 1];

test.each([
  ['read', null, { reads: true, writes: false }],
  ['write', 1, { reads: false, writes: true }],
  ['cas', [1, 2], { reads: false, writes: true }],
  ['txn', [read], { reads: true, writes: false }],
  ['txn', [append], { reads: false, writes: true }],
  ['txn', [read, append], { reads: true, writes: true }],
])('what %s of %j does', (f, input, expected) => {
  expect(readsAndWrites({ f, input })).toEqual(expected);
});
