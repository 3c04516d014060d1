import { describe, expect, test } from 'vitest';
import { possiblyChosen, type UniversalReport } from './universal-rule.ts';

function reports(...given: readonly (UniversalReport | undefined)[]): Map<number, UniversalReport> {
  return new Map(given.flatMap((report, acceptor) => (report === undefined ? [] : [[acceptor, report] as const])));
}

describe('the universal picking rule', () => {
  test('is free when every quorum of every lower round has a member who never voted', () => {
    expect(possiblyChosen(3, [{ round: 1, quorumSize: 2 }], reports(null, null))).toEqual(new Set());
  });

  test('allows anything as long as some quorum is silent', () => {
    expect(possiblyChosen(3, [{ round: 1, quorumSize: 2 }], reports(null))).toBe('anything');
    expect(possiblyChosen(3, [{ round: 1, quorumSize: 1 }], reports(null, null))).toBe('anything');
  });

  test('keeps a value that a quorum of voters and silent acceptors may have chosen', () => {
    expect(possiblyChosen(3, [{ round: 1, quorumSize: 2 }], reports(null, { round: 1, value: 'x' }))).toEqual(
      new Set(['x']),
    );
  });

  test('keeps a value of an older round although the newest round cannot have chosen it', () => {
    // N=2, L=R=2: x chosen in 1 by both, voted again in 2 by one of them alone
    const below = [1, 2].map((round) => ({ round, quorumSize: 2 }));
    expect(possiblyChosen(2, below, reports({ round: 1, value: 'x' }, { round: 2, value: 'x' }))).toEqual(
      new Set(['x']),
    );
  });

  test('sees two values when two fast quorums may both have completed', () => {
    // N=5 with fast quorums of 3: 3+2*3 > 10 does not hold
    const given = reports(
      { round: 1, value: 'x' },
      { round: 1, value: 'x' },
      { round: 1, value: 'y' },
      { round: 1, value: 'y' },
    );
    expect(possiblyChosen(5, [{ round: 1, quorumSize: 3 }], given)).toEqual(new Set(['x', 'y']));
    expect(possiblyChosen(5, [{ round: 1, quorumSize: 4 }], given)).toEqual(new Set());
  });

  test('takes two votes of one round for different values as proof that nothing older was chosen', () => {
    const given = reports({ round: 2, value: 'x' }, { round: 2, value: 'y' });
    const below = [
      { round: 1, quorumSize: 2 },
      { round: 2, quorumSize: 3 },
    ];
    expect(possiblyChosen(3, below, given)).toEqual(new Set());
  });
});
