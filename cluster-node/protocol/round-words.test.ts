import { expect, test } from 'vitest';
import { roundOf } from './round.ts';
import { roundWords } from './round-words.ts';

const names = ['n1', 'n2'];

test.each([
  ['a round is told by its number and its owner', roundOf(2, 1, 0), 'round 2 of n2'],
  ['a step other than the first is told', roundOf(2, 0, 1), 'round 2 of n1, fast'],
  ['a recovery is told', roundOf(41, 0, 2), 'round 41 of n1, recovery'],
  ['0 is no round', 0, 'no round'],
  ['an owner that is not of the cluster is told as one', roundOf(1, 2, 0), 'round 1 of ?'],
  ['what can be no round stays a number', 131, 'round 131'],
])('%s', (_what, round, words) => {
  expect(roundWords(round, names)).toBe(words);
});
