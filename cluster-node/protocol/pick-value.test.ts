import { describe, expect, test } from 'vitest';
import { cardinalityFamily, type QuorumFamily } from '#quorums';
import { pickValue, type Reports } from './pick-value.ts';
import { type Round, roundOf } from './round.ts';
import { asValue, type Value, type Vote } from './value.ts';

const classic1 = roundOf(1, 0, 0);
const fast1 = roundOf(1, 0, 1);
const classic2 = roundOf(2, 1, 0);
const x = asValue('x');
const y = asValue('y');

describe('a pick', () => {
  test('is free when nobody has voted (K1)', () => {
    expect(pickValue(reports(null, null), family(3, 2, 2, 3))).toEqual({ kind: 'free', case: 'K1', candidates: [] });
  });

  test('is the only value of the highest round (K2a)', () => {
    const seen = reports(vote(x), null);
    expect(pickValue(seen, family(3, 2, 2, 3))).toEqual({ kind: 'forced', case: 'K2a', value: x });
  });

  test('is the only value of the highest round even when that round cannot have chosen it (K2a)', () => {
    const seen = reports(vote(x, classic1), vote(x, classic2));
    expect(pickValue(seen, family(2, 2, 2, null))).toEqual({ kind: 'forced', case: 'K2a', value: x });
  });

  test('is of the highest round, whoever voted below it', () => {
    const seen = reports(vote(x), vote(x), vote(y, classic2));
    expect(pickValue(seen, family(3, 2, 2, 3))).toEqual({ kind: 'forced', case: 'K2a', value: y });
  });

  test('is the value that a fast quorum may have chosen (K2b)', () => {
    const seen = reports(vote(y), vote(x), vote(x));
    expect(pickValue(seen, family(4, 3, 2, 3))).toEqual({ kind: 'forced', case: 'K2b', value: x });
  });

  test('is free, most votes first, when no value of the highest round may have been chosen (K2c)', () => {
    const seen = reports(vote(x), vote(y), vote(y), vote(x), vote(y));
    expect(pickValue(seen, family(5, 3, 3, 4))).toEqual({ kind: 'free', case: 'K2c', candidates: [y, x] });
  });

  test('counts everybody who is silent, not only the least that a phase-1 quorum leaves out', () => {
    const quorums = family(5, 3, 3, 4);
    const three = [vote(x), vote(y), vote(y)];
    expect(pickValue(reports(...three), quorums)).toEqual({ kind: 'forced', case: 'K2b', value: y });
    expect(pickValue(reports(...three, null), quorums)).toEqual({ kind: 'free', case: 'K2c', candidates: [y, x] });
  });

  test('is broken when two values may have been chosen', () => {
    const seen = reports(vote(y), vote(x));
    expect(pickValue(seen, family(3, 2, 2, 2))).toEqual({ kind: 'broken', case: 'broken', candidates: [x, y] });
  });
});

/** Rows of (N, L, R, F) with the votes of one fast round that decide between sound and broken quorums. */
describe('with quorum sizes', () => {
  test('3,3,3,3: everybody reported, two values, so nothing was chosen', () => {
    const seen = reports(vote(x), vote(y), null);
    expect(pickValue(seen, family(3, 3, 3, 3)).case).toBe('K2c');
  });

  test('5,4,4,3: two report x, two report y, one is silent, and both may be chosen', () => {
    expect(pickValue(reports(vote(x), vote(x), vote(y), vote(y)), family(5, 4, 4, 3))).toMatchObject({
      kind: 'broken',
    });
  });

  test('5,3,3,3: two report x and one reports y, and both may be chosen', () => {
    const seen = reports(vote(x), vote(x), vote(y));
    expect(pickValue(seen, family(5, 3, 3, 3))).toMatchObject({ kind: 'broken' });
    expect(pickValue(seen, family(5, 3, 3, 4))).toMatchObject({ kind: 'forced', value: x });
  });
});

function family(nodes: number, phase1: number, classic: number, fast: number | null): QuorumFamily {
  return cardinalityFamily({ nodes, phase1, classic, fast });
}

function vote(value: Value, round: Round = fast1): Vote {
  return { round, value };
}

/** Reports of the acceptors 0, 1, …; whoever has none is silent. */
function reports(...votes: readonly (Vote | null)[]): Reports {
  return new Map(votes.entries());
}
