import { expect, test } from 'vitest';
import { namedQuorums } from '../testing/cardinality-quorums.ts';
import { TestRng } from '../testing/test-rng.ts';
import { quorumDeck } from './quorum-deck.ts';

test('every other fault is a tight one, of each kind in turn, and the others come one after the other', () => {
  const deck = quorumDeck(null, namedQuorums([10, 8, 3, 7]), new TestRng('7'));
  const dealt = Array.from({ length: 20 }, () => {
    const choice = deck?.deal();
    return choice?.kind === 'quorum' ? choice.choice.variant : null;
  });
  const tight = dealt.filter((_, place) => place % 2 === 0);
  const others = dealt.filter((_, place) => place % 2 === 1);
  for (let pair = 0; pair < tight.length; pair += 2) {
    expect(new Set(tight.slice(pair, pair + 2))).toEqual(new Set(['tight-classic', 'tight-fast']));
  }
  // With L > F a phase-1 quorum holds a fast one, so that the fast one cannot be lost alone.
  expect(new Set(others.slice(0, 5))).toEqual(new Set(['crash', 'lose-phase1', 'keep-classic', 'collide', 'bridge']));
});

test('crashes bring each path to its bound and beyond it, with the leader and without', () => {
  const deck = quorumDeck(['crash'], namedQuorums([5, 3, 3, 4]), new TestRng('7'));
  const dealt = Array.from({ length: 16 }, () => JSON.stringify(deck?.deal()));
  expect(new Set(dealt).size).toBe(16);
});

test('there is no deck of what the quorums leave no room for', () => {
  expect(quorumDeck(['lose-fast'], namedQuorums([10, 8, 3, 7]), new TestRng('7'))).toBeNull();
  expect(quorumDeck(null, null, new TestRng('7'))).toBeNull();
});
