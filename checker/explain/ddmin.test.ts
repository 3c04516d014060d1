import { expect, test } from 'vitest';
import { ddmin } from './ddmin.ts';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);

test.each([
  [100, [17]],
  [100, [3, 97]],
  [1000, [0, 1, 500, 998, 999]],
  [7, upTo(7)],
])('of %i items only those are left that are needed', (count, needed) => {
  expect(ddmin(upTo(count), (part) => needed.every((item) => part.includes(item)))).toEqual(needed);
});

test('where what is left depends on what was left out, no single item of it can be left out', () => {
  const fails = (part: readonly number[]): boolean => part.length % 3 === 1 || (part.includes(5) && part.includes(6));
  const found = ddmin(upTo(40), fails);
  expect(fails(found)).toBe(true);
  for (const item of found) expect(found.length === 1 || !fails(found.filter((other) => other !== item))).toBe(true);
});

test('when the time is over the best so far is given back', () => {
  let asked = 0;
  const found = ddmin(
    upTo(64),
    (part) => {
      asked++;
      return part.includes(60);
    },
    () => asked >= 2,
  );
  expect(found).toEqual(upTo(64).slice(32));
});
