import { expect, test } from 'vitest';
import { isRound, noRound, roundKind, roundNumber, roundOf, roundOwner, roundStep, withStep } from './round.ts';

test('rounds are ordered by number, then owner, then step, and tell all three', () => {
  const inOrder = [roundOf(1, 0, 0), roundOf(1, 0, 1), roundOf(1, 0, 2), roundOf(1, 31, 0), roundOf(2, 0, 0)];
  expect([...inOrder].sort((a, b) => a - b)).toEqual(inOrder);
  expect(inOrder.map((round) => [roundNumber(round), roundOwner(round), roundStep(round)])).toEqual([
    [1, 0, 0],
    [1, 0, 1],
    [1, 0, 2],
    [1, 31, 0],
    [2, 0, 0],
  ]);
  expect(inOrder.every((round) => round > noRound)).toBe(true);
});

test('only step 1 is fast, and steps of one owner are neighbours', () => {
  const step0 = roundOf(3, 2, 0);
  expect([step0, withStep(step0, 1), withStep(step0, 2)].map(roundKind)).toEqual(['classic', 'fast', 'classic']);
  expect([withStep(step0, 1) - step0, withStep(step0, 2) - step0]).toEqual([1, 2]);
});

test('the greatest round is still a whole number', () => {
  expect(isRound(roundOf(2 ** 40 - 1, 31, 2))).toBe(true);
});

test.each([[-1], [1.5], [2 ** 60], [3], ['1'], [null]])('%s is no round', (value) => {
  expect(isRound(value)).toBe(false);
});

test.each([
  [0, 0],
  [1, 32],
  [1, -1],
  [2 ** 40, 0],
])('number %s with owner %s is refused', (n, owner) => {
  expect(() => roundOf(n, owner, 0)).toThrow('does not hold');
});
