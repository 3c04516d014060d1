import { describe, expect, test } from 'vitest';
import { possiblyChosen, type UniversalReport } from './universal-rule.ts';

function reports(...given: readonly (UniversalReport | undefined)[]): Map<number, UniversalReport> {
  return new Map(given.flatMap((report, acceptor) => (report === undefined ? [] : [[acceptor, report] as const])));
}

describe('the universal picking rule', () => {
  test('is free when every quorum of every lower round has a member who never voted', () => {
    expect(possiblyChosen([{ round: 1, quorums: anyOf(3, 2) }], reports(null, null))).toEqual(new Set());
  });

  test('allows anything as long as some quorum is silent', () => {
    expect(possiblyChosen([{ round: 1, quorums: anyOf(3, 2) }], reports(null))).toBe('anything');
    expect(possiblyChosen([{ round: 1, quorums: anyOf(3, 1) }], reports(null, null))).toBe('anything');
  });

  test('keeps a value that a quorum of voters and silent acceptors may have chosen', () => {
    expect(possiblyChosen([{ round: 1, quorums: anyOf(3, 2) }], reports(null, { round: 1, value: 'x' }))).toEqual(
      new Set(['x']),
    );
  });

  test('keeps a value of an older round although the newest round cannot have chosen it', () => {
    // N=2, L=R=2: x chosen in 1 by both, voted again in 2 by one of them alone
    const below = [1, 2].map((round) => ({ round, quorums: anyOf(2, 2) }));
    expect(possiblyChosen(below, reports({ round: 1, value: 'x' }, { round: 2, value: 'x' }))).toEqual(new Set(['x']));
  });

  test('sees two values when two fast quorums may both have completed', () => {
    // N=5 with fast quorums of 3: 3+2*3 > 10 does not hold
    const given = reports(
      { round: 1, value: 'x' },
      { round: 1, value: 'x' },
      { round: 1, value: 'y' },
      { round: 1, value: 'y' },
    );
    expect(possiblyChosen([{ round: 1, quorums: anyOf(5, 3) }], given)).toEqual(new Set(['x', 'y']));
    expect(possiblyChosen([{ round: 1, quorums: anyOf(5, 4) }], given)).toEqual(new Set());
  });

  test('takes two votes of one round for different values as proof that nothing older was chosen', () => {
    const given = reports({ round: 2, value: 'x' }, { round: 2, value: 'y' });
    const below = [
      { round: 1, quorums: anyOf(3, 2) },
      { round: 2, quorums: anyOf(3, 3) },
    ];
    expect(possiblyChosen(below, given)).toEqual(new Set());
  });

  test('looks at the quorums that are listed, whatever their sizes', () => {
    const quorums = [[0], [1, 2, 3]];
    const below = [{ round: 1, quorums }];
    const x = { round: 1, value: 'x' };
    expect(possiblyChosen(below, reports(null, x))).toEqual(new Set(['x']));
    expect(possiblyChosen(below, reports(undefined, null))).toBe('anything');
    expect(possiblyChosen(below, reports(null, x, null))).toEqual(new Set());
    expect(possiblyChosen([{ round: 1, quorums: [...quorums, [0, 1], [0, 1, 2, 3]] }], reports(null, x))).toEqual(
      new Set(['x']),
    );
  });
});

/** Every set of `size` of the acceptors 0 to `nodes` - 1. */
function anyOf(nodes: number, size: number): readonly (readonly number[])[] {
  const sets = Array.from({ length: 2 ** nodes }, (_, set) =>
    Array.from({ length: nodes }, (_, node) => node).filter((node) => (set & (1 << node)) !== 0),
  );
  return sets.filter((set) => set.length === size);
}
