import { expect, test } from 'vitest';
import type { MicroOperation } from '../client-protocol.ts';
import { answeredElementsMax, Lists, listLengthMax } from './lists.ts';

/** Lists of the named lengths. */
function listsOf(lengths: Readonly<Record<string, number>>): Lists {
  const lists = new Lists();
  for (const [key, length] of Object.entries(lengths))
    for (let element = 1; element <= length; element++) lists.execute([['append', key, element]]);
  return lists;
}

const read = (key: string): MicroOperation => ['r', key, null];
const lengthOf = (lists: Lists, key: string): number => lists.entries().find(([name]) => name === key)?.[1].length ?? 0;

test('a list that nobody appended to reads as null', () => {
  expect(new Lists().execute([read('x')])).toEqual({ kind: 'ok', value: [['r', 'x', null]] });
});

test('a transaction sees what it appended itself, and what came before', () => {
  const lists = listsOf({ x: 1, y: 2 });
  expect(lists.execute([read('x'), ['append', 'x', 9], read('x'), read('y')])).toEqual({
    kind: 'ok',
    value: [
      ['r', 'x', [1]],
      ['append', 'x', 9],
      ['r', 'x', [1, 9]],
      ['r', 'y', [1, 2]],
    ],
  });
  expect(lists.execute([read('x')])).toEqual({ kind: 'ok', value: [['r', 'x', [1, 9]]] });
});

test('an answer stays what it was when the list goes on', () => {
  const lists = listsOf({ x: 1 });
  const before = lists.execute([read('x')]);
  lists.execute([['append', 'x', 2]]);
  expect(before).toEqual({ kind: 'ok', value: [['r', 'x', [1]]] });
});

test('a transaction that appends to a full list has no effect at all', () => {
  const lists = listsOf({ full: listLengthMax });
  const outcome = lists.execute([
    ['append', 'x', 1],
    ['append', 'full', 1],
  ]);
  expect(outcome).toEqual({ kind: 'rejected', reason: 'list-full', value: null });
  expect([lengthOf(lists, 'x'), lengthOf(lists, 'full')]).toEqual([0, listLengthMax]);
});

test('an answer of more elements than fit is refused whole, and what it would have appended is not there', () => {
  const lists = listsOf({ x: answeredElementsMax / 4 });
  expect(lists.execute(Array<MicroOperation>(4).fill(read('x'))).kind).toBe('ok');
  expect(lists.execute([['append', 'x', 9], ...Array<MicroOperation>(4).fill(read('x'))])).toEqual({
    kind: 'rejected',
    reason: 'answer-too-long',
    value: null,
  });
  expect(lengthOf(lists, 'x')).toBe(answeredElementsMax / 4);
});

test('entries do not tell in which order keys came', () => {
  expect(listsOf({ a: 1, b: 2 }).entries()).toEqual(listsOf({ b: 2, a: 1 }).entries());
});
