import { expect, test } from 'vitest';
import { quorumObjection } from './quorum-objection.ts';
import type { WeightedSystem } from './systems/system.ts';

const weights: WeightedSystem = {
  kind: 'weighted',
  nodes: ['a', 'b'],
  weights: [2, 1],
  phase1: 2,
  classic: 2,
  fast: 3,
};

test('there is none to safe quorums', () => {
  expect(quorumObjection(weights)).toBeNull();
  expect(quorumObjection({ kind: 'grid', rows: 2, columns: 3, fastColumns: 2 })).toBeNull();
});

test('to unsafe sizes it is the inequalities that do not hold, and what would be safe', () => {
  expect(quorumObjection({ kind: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 6 })).toBe(
    'quorums N=10 L=8 R=3 F=6 are unsafe: L + 2F > 2N: 8 + 2*6 = 20 is not > 20. ' +
      'Nearest safe: N=10 L=8 R=3 F=7 or N=10 L=9 R=3 F=6.',
  );
});

test('to another unsafe system it is what does not meet', () => {
  expect(quorumObjection({ ...weights, phase1: 1 })).toMatch(/^quorums weights 2,1 L=1 R=2 F=3 are unsafe: .*b.*\.$/);
  expect(quorumObjection({ kind: 'grid', rows: 2, columns: 3, fastColumns: 1 })).toMatch(/ are unsafe: .*n\d.*\.$/);
});

test('what takes too long to decide is objected to as well', () => {
  const quorums = [['a'], ['b', 'c'], ['c', 'd']];
  const system = {
    kind: 'explicit',
    nodes: ['a', 'b', 'c', 'd'],
    phase1: quorums,
    classic: quorums,
    fast: null,
  } as const;
  expect(quorumObjection(system, { steps: 1 })).toMatch(/^quorums explicit N=4 .* are not known to be safe: .*\.$/);
});
