import { expect, test } from 'vitest';
import { seededRng } from './seeded-rng.ts';

const draws = (rng = seededRng(7), count = 20): number[] => Array.from({ length: count }, () => rng.int(0, 1000));

test('the same seed draws the same numbers, another seed draws others', () => {
  expect(draws(seededRng(7))).toEqual(draws(seededRng(7)));
  expect(draws(seededRng(7))).not.toEqual(draws(seededRng(8)));
});

test('a fork does not move when its parent or a sibling draws more', () => {
  const quiet = seededRng(7);
  const busy = seededRng(7);
  draws(busy);
  draws(busy.fork('ops'));
  expect(draws(busy.fork('schedule'))).toEqual(draws(quiet.fork('schedule')));
});

test('forks of different names draw different numbers', () => {
  const rng = seededRng(7);
  expect(draws(rng.fork('ops'))).not.toEqual(draws(rng.fork('schedule')));
});

test('whole numbers fill the range with both ends, fractions stay below 1', () => {
  const rng = seededRng(1);
  const seen = new Set(Array.from({ length: 200 }, () => rng.int(3, 5)));
  expect([...seen].sort((a, b) => a - b)).toEqual([3, 4, 5]);
  for (let draw = 0; draw < 200; draw++) {
    const fraction = rng.fraction();
    expect(fraction >= 0 && fraction < 1).toBe(true);
  }
});

test('shuffling keeps the members and leaves the original alone', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8];
  const shuffled = seededRng(3).shuffled(items);
  expect(shuffled).not.toEqual(items);
  expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('picking from nothing is a programming error', () => {
  expect(() => seededRng(1).pick([])).toThrow('there is something to pick from');
});
