import { expect, test } from 'vitest';
import { historyOf } from '../../history/history-of.ts';
import { tableOfOps } from '../../history/table-rows.ts';
import { checkLinearizability } from '../check-linearizability.ts';

const put = (process: number, value: number): string => `${process} invoke put ${value}\n${process} ok put ${value}\n`;
const take = (process: number, value: number | null): string => `${process} invoke take\n${process} ok take ${value}\n`;

test.each([
  ['fifo-queue', 'the later of two values leaves first', put(1, 1) + put(1, 2) + take(2, 2) + take(3, 1)],
  ['fifo-queue', 'nothing is found beside a value', put(1, 1) + take(2, null) + take(3, 1)],
  [
    'fifo-queue',
    'nothing is found while one value after the other is there',
    `${put(1, 1)}9 invoke take\n${put(1, 2)}${take(2, 1)}9 ok take null\n${take(2, 2)}`,
  ],
  ['stack', 'the value below leaves first', put(1, 1) + put(1, 2) + take(2, 1) + take(2, 2)],
  ['stack', 'the value below leaves, and the one above never does', put(1, 1) + put(1, 2) + take(2, 1)],
  ['stack', 'nothing is found beside a value', put(1, 1) + take(2, null)],
  ['priority-queue', 'the greater value leaves first', put(1, 1) + put(1, 2) + take(2, 2) + take(2, 1)],
  [
    'priority-queue',
    'a take that began early takes a value put while a lesser one was there',
    `3 invoke take\n${put(1, 1)}${put(1, 2)}3 ok take 2\n`,
  ],
  ['priority-queue', 'nothing is found beside a value', put(1, 1) + take(2, null)],
  ['stack', 'a value is taken before it is put', take(2, 1) + put(1, 1)],
  ['fifo-queue', 'one value is taken twice', put(1, 1) + take(2, 1) + take(2, 1)],
])('%s, invalid: %s', (model, _what, text) => {
  const result = checkLinearizability(tableOfOps(historyOf(text)), model, { now: () => 0 });
  expect(result.kind).toBe('invalid');
  expect(result.deciders[0]?.name).not.toBe('search');
});

test.each([
  [
    'fifo-queue',
    'puts at the same time',
    '1 invoke put 1\n2 invoke put 2\n1 ok put 1\n2 ok put 2\n' + take(3, 2) + take(3, 1),
  ],
  ['stack', 'values nest', put(1, 1) + put(1, 2) + take(2, 2) + put(1, 3) + take(2, 3) + take(2, 1) + take(2, null)],
  ['priority-queue', 'the lesser value leaves first', put(1, 2) + put(1, 1) + take(2, 1) + take(2, 2) + take(2, null)],
  ['stack', 'a crashed put was seen', '1 invoke put 1\n1 info put 1\n' + put(2, 2) + take(3, 1) + take(3, 2)],
  [
    'fifo-queue',
    'a crashed take took what is missing',
    put(1, 1) + put(1, 2) + '9 invoke take\n9 info take\n' + take(2, 2),
  ],
])('%s, valid: %s', (model, _what, text) => {
  expect(checkLinearizability(tableOfOps(historyOf(text)), model, { now: () => 0 }).kind).toBe('valid');
});
