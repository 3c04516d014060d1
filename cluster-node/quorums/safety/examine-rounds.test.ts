import { expect, test } from 'vitest';
import { parseRoundFamilies } from '../systems/parse-quorum-system.ts';
import { examineRounds } from './examine-rounds.ts';

const names = ['n1', 'n2', 'n3', 'n4'];

/** Round 2 may ignore n1 in phase 1 since round 1 cannot choose without n2; round 3 has to ask for both. */
const overlapping = [
  round([['n1']], [['n1', 'n2']]),
  round([['n2']], [['n3', 'n4']]),
  round(
    [
      ['n1', 'n3'],
      ['n1', 'n4'],
      ['n2', 'n3'],
      ['n2', 'n4'],
    ],
    [['n1']],
  ),
];

test('each phase 1 meets the phase 2 of lower rounds, and need not meet any other', () => {
  const examination = examineRounds(parse(overlapping));
  expect(examination).toMatchObject({ safety: 'safe', witness: null });
  expect(examination.requirements.map(({ rounds }) => rounds)).toEqual([
    { phase1: 2, phase2: 1 },
    { phase1: 3, phase2: 1 },
    { phase1: 3, phase2: 2 },
  ]);
});

test('a phase 1 that misses a round further down is found, and which', () => {
  const [first, second] = overlapping;
  expect(examineRounds(parse([first, second, round([['n3', 'n4']], [['n1']])]))).toMatchObject({
    safety: 'unsafe',
    witness: { kind: 'phase-1 misses classic', rounds: { phase1: 3, phase2: 1 }, phase1: 0b1100, classic: 0b0011 },
  });
});

test('the requirement the other way round, phase 2 against the phase 1 of lower rounds, is not enough', () => {
  const reversed = [round([['n2']], [['n1']]), round([['n2']], [['n1', 'n2']])];
  expect(examineRounds(parse(reversed))).toMatchObject({
    safety: 'unsafe',
    witness: { kind: 'phase-1 misses classic', rounds: { phase1: 2, phase2: 1 }, phase1: 0b0010, classic: 0b0001 },
  });
});

test('two fast quorums of the last round meet, though no phase 1 reads them', () => {
  const last = {
    ...round([['n1']], [['n1']]),
    fast: [
      ['n1', 'n2'],
      ['n3', 'n4'],
    ],
  };
  expect(examineRounds(parse([last]))).toMatchObject({
    safety: 'unsafe',
    witness: { kind: 'two fast do not meet', rounds: { phase1: null, phase2: 1 }, fast: 0b0011, otherFast: 0b1100 },
  });
});

test('rounds may be systems of different kinds', () => {
  const grid = { system: 'grid', rows: 2, columns: 2 };
  const sizes = (phase1: number): object => ({ system: 'cardinality', nodes: 4, phase1, classic: 2, fast: 3 });
  expect(examineRounds(parse([grid, sizes(3)])).safety).toBe('safe');
  expect(examineRounds(parse([grid, sizes(2)])).witness).toMatchObject({ kind: 'phase-1 misses classic' });
});

test('rounds of different nodes, and no rounds, are refused', () => {
  expect(() =>
    examineRounds(
      parse([
        { system: 'majority', nodes: 2 },
        { system: 'majority', nodes: 3 },
      ]),
    ),
  ).toThrow('round 2 has the nodes n1, n2, n3, round 1 has n1, n2; give all rounds the same nodes in the same order');
  expect(() => examineRounds(parse([]))).toThrow('there are no rounds; give at least one');
});

test('a round that means nothing is refused by its number', () => {
  expect(() =>
    parse([
      { system: 'majority', nodes: 2 },
      { system: 'majority', node: 3 },
    ]),
  ).toThrow('round 2 has the unknown key "node"; did you mean "nodes"?');
  expect(() => parseRoundFamilies({ system: 'majority', nodes: 2 })).toThrow('families per round have the form');
});

function round(phase1: string[][], classic: string[][]): object {
  return { system: 'explicit', nodes: names, phase1, classic };
}

function parse(rounds: readonly (object | undefined)[]): ReturnType<typeof parseRoundFamilies> {
  return parseRoundFamilies({ system: 'per-round', rounds });
}
