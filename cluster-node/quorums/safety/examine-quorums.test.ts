import { expect, test } from 'vitest';
import { membersOf, nodeNames } from '../systems/nodes.ts';
import { parseQuorumSystem } from '../systems/parse-quorum-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { disjointFastQuorums, examineQuorums } from './examine-quorums.ts';

test.each([
  ['weights that fail the sum, yet the heavy node is in every quorum', weights([3, 1, 1, 1], 4, 3, 4)],
  ['weights that fail the sum, yet no half can be formed', weights([2, 2, 2], 3, 3)],
  ['weights that satisfy the sums', weights([2, 1, 1], 3, 2, 3)],
  ['a grid, though a row and a column have fewer members than nodes', { system: 'grid', rows: 2, columns: 3 }],
  ['a grid of 25', { system: 'grid', rows: 5, columns: 5 }],
  ['a grid of one row', { system: 'grid', rows: 1, columns: 25 }],
  [
    '25 weights',
    weights(
      Array.from({ length: 25 }, (_, index) => (index % 5) + 1),
      38,
      38,
      57,
    ),
  ],
  [
    '25 weights of many sizes',
    weights(
      Array.from({ length: 25 }, (_, index) => ((index * 7919) % 1009) + 1),
      6500,
      6500,
      10_000,
    ),
  ],
  ['five zones of five', zonesOf(5, { zones: 4, members: 4 })],
  ['even nodes', { system: 'even-nodes', nodes: 6 }],
  ['all aboard', { system: 'all-aboard', nodes: 4 }],
  ['a singleton', { system: 'singleton', nodes: 4 }],
])('safe: %s', (_, file) => {
  expect(examineQuorums(parseQuorumSystem(file))).toMatchObject({ safety: 'safe', witness: null, reason: null });
});

test.each([
  ['weights of which both halves suffice', weights([2, 2, 2, 2], 4, 4)],
  ['a grid where one column is a fast quorum', { system: 'grid', rows: 2, columns: 3, fastColumns: 1 }],
  [
    '25 weights, one too little',
    weights(
      Array.from({ length: 25 }, (_, index) => (index % 5) + 1),
      38,
      38,
      56,
    ),
  ],
  ['zones that may be others each time', zonesOf(5, { zones: 3, members: 4 })],
  ['a singleton whose fast quorum is half', { system: 'singleton', nodes: 4, fast: 2 }],
])('unsafe: %s', (_, file) => {
  expect(examineQuorums(parseQuorumSystem(file)).safety).toBe('unsafe');
});

test('the listed sets {1,2,3}, {1,2,4} and {3,4,5} witness against themselves', () => {
  const system = explicit({
    phase1: [['n1', 'n2', 'n3']],
    fast: [
      ['n1', 'n2', 'n4'],
      ['n3', 'n4', 'n5'],
    ],
  });
  expect(shown(system)).toEqual({ phase1: 'n1 n2 n3', fast: 'n1 n2 n4', otherFast: 'n3 n4 n5' });
});

test.each([
  ['L and R', '4,2,2', { phase1: 'n3 n4', classic: 'n1 n2' }],
  ['L and R of different sizes', '5,2,3', { phase1: 'n4 n5', classic: 'n1 n2 n3' }],
  ['L and R, even if F fails as well', '5,2,3,3', { phase1: 'n4 n5', classic: 'n1 n2 n3' }],
  [
    'S, X and U, Y and U',
    '10,8,3,6',
    {
      phase1: 'n1 n2 n3 n4 n5 n6 n7 n8',
      fast: 'n1 n2 n3 n4 n9 n10',
      otherFast: 'n5 n6 n7 n8 n9 n10',
    },
  ],
  ['a larger Y, of which the last are enough', '5,4,4,2', { phase1: 'n1 n2 n3 n4', fast: 'n1 n5', otherFast: 'n4 n5' }],
  ['nothing of S, where U is enough', '5,2,4,3', { phase1: 'n1 n2', fast: 'n3 n4 n5', otherFast: 'n3 n4 n5' }],
])('the witness of a size is that of the recipe: %s', (_, numbers, expected) => {
  expect(shown(sizes(numbers))).toEqual(expected);
});

test('two fast quorums without a common node are found whatever phase 1 says', () => {
  expect(disjointFastQuorums(sizes('4,4,1,2'))).toEqual({ fast: 0b1100, otherFast: 0b0011 });
  expect(disjointFastQuorums(sizes('5,1,5,3'))).toBeNull();
  expect(disjointFastQuorums(sizes('4,3,2'))).toBeNull();
});

test('the margin is the number of nodes in the smallest intersection', () => {
  const margins = (file: object): readonly (number | null)[] =>
    examineQuorums(parseQuorumSystem(file)).requirements.map(({ margin }) => margin);
  expect(margins({ system: 'cardinality', nodes: 10, phase1: 9, classic: 3, fast: 7 })).toEqual([2, 3]);
  expect(margins({ system: 'cardinality', nodes: 5, phase1: 1, classic: 1, fast: 5 })).toEqual([-3, 1]);
  expect(margins({ system: 'grid', rows: 2, columns: 3 })).toEqual([1, 1]);
  expect(margins({ system: 'grid', rows: 3, columns: 8 })).toEqual([1, 2]);
  expect(margins(zonesOf(5, { zones: 5, members: 4 }))).toEqual([1, 3]);
});

test('a requirement is spelled out with what decides it', () => {
  const sentences = (file: object): readonly string[] =>
    examineQuorums(parseQuorumSystem(file)).requirements.map(({ sentence }) => sentence);
  expect(sentences({ system: 'cardinality', nodes: 10, phase1: 7, classic: 3, fast: 8 })).toEqual([
    'L + R > N: 7 + 3 = 10 is not > 10',
    'L + 2F > 2N: 7 + 2*8 = 23 > 20',
  ]);
  expect(sentences(weights([3, 1, 1, 1], 4, 3, 4))).toEqual([
    'L + R > W: 4 + 3 = 7 > 6',
    'L + 2F > 2W: 4 + 2*4 = 12 is not > 12; every phase-1 quorum and any two fast quorums have at least 1 node in common',
  ]);
  expect(sentences({ system: 'grid', rows: 2, columns: 2, fastColumns: 1 })).toEqual([
    'every phase-1 quorum and every classic quorum have at least 1 node in common',
    '{n3, n4}, {n2, n4} and {n1, n3} have no node in common',
  ]);
});

test('a system too large to decide says so, and what it tried', () => {
  const names = Array.from({ length: 9 }, (_, index) => `n${index + 1}`);
  const pairs = names.flatMap((one) => names.filter((other) => other > one).map((other) => [one, other, 'n1']));
  const all = pairs.map((quorum) => [...new Set(quorum)]);
  const system: QuorumSystem = { kind: 'explicit', nodes: names, phase1: all, classic: [names], fast: all };
  expect(examineQuorums(system).safety).toBe('safe');
  const examination = examineQuorums(system, { steps: 1000 });
  expect(examination).toMatchObject({ safety: 'undecided', witness: null });
  expect(examination.reason).toBe(
    'gave up after 1000 steps on whether every phase-1 quorum and any two fast quorums have a node in common; allow more steps',
  );
});

test('a search that is not worth finishing leaves the margin open, not the safety', () => {
  const zones = parseQuorumSystem(zonesOf(5, { zones: 5, members: 4 }));
  expect(examineQuorums(zones, { steps: 1 }).safety).toBe('undecided');
  const heavy = parseQuorumSystem(weights([5, 4, 3, 3, 3], 12, 12, 15));
  expect(examineQuorums(heavy, { steps: 1 })).toMatchObject({
    safety: 'safe',
    requirements: [{ margin: null }, { margin: null }],
  });
});

function sizes(numbers: string): QuorumSystem {
  const [nodes, phase1, classic, fast] = numbers.split(',').map(Number);
  return parseQuorumSystem({ system: 'cardinality', nodes, phase1, classic, fast });
}

function weights(list: readonly number[], phase1: number, classic: number, fast: number | null = null): object {
  return { system: 'weighted', weights: list, phase1, classic, fast };
}

/** Majorities of the zones and of each of their `count` members, and fast quorums by `fast`. */
function zonesOf(count: number, fast: Readonly<{ zones: number; members: number }>): object {
  const names = Array.from({ length: count }, (_, index) => index + 1);
  const zones = Object.fromEntries(names.map((zone) => [`z${zone}`, names.map((node) => `z${zone}-${node}`)]));
  const most = { zones: 3, members: 'majority' };
  return { system: 'zones', zones, phase1: most, classic: most, fast };
}

function explicit({ phase1, fast }: Readonly<{ phase1: string[][]; fast: string[][] }>): QuorumSystem {
  const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];
  return { kind: 'explicit', nodes, phase1, classic: [nodes], fast };
}

/** The witness by names. */
function shown(system: QuorumSystem): Readonly<Record<string, string>> {
  const { kind: _, ...quorums } = examineQuorums(system).witness ?? { kind: null };
  return Object.fromEntries(
    Object.entries(quorums).map(([name, set]) => [name, membersOf(set, nodeNames(system)).join(' ')]),
  );
}
