import { describe, expect, test } from 'vitest';
import { minimalSets, type QuorumFamily, type QuorumSystem, quorumFamily } from '#quorums';
import { TestRng } from '../testing/test-rng.ts';
import { NamedQuorums } from './named-quorums.ts';
import type { QuorumPath } from './quorum-variant.ts';

const systems: readonly QuorumSystem[] = [
  { kind: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 7 },
  { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 },
  { kind: 'weighted', nodes: ['n1', 'n2', 'n3'], weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 },
  // n4 and n5 are in no smallest quorum
  {
    kind: 'weighted',
    nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
    weights: [4, 4, 4, 1, 1],
    phase1: 8,
    classic: 8,
    fast: 12,
  },
  // n5 is in no phase-1 quorum
  {
    kind: 'explicit',
    nodes: ['n1', 'n2', 'n3', 'n4', 'n5'],
    phase1: [
      ['n1', 'n2', 'n3'],
      ['n2', 'n4'],
      ['n1', 'n3', 'n4'],
    ],
    classic: [
      ['n1', 'n2', 'n4'],
      ['n3', 'n4', 'n5'],
      ['n2', 'n3'],
    ],
    fast: [
      ['n1', 'n2', 'n4'],
      ['n2', 'n3', 'n4', 'n5'],
    ],
  },
];

describe.each(systems.map((system) => [system.kind, system] as const))('of a %s system', (_, system) => {
  const family = quorumFamily(system);
  const nodes = Array.from({ length: family.nodes }, (_, place) => `n${place + 1}`);
  const quorums = new NamedQuorums(nodes, family);

  test.each([
    ['fast', (set: number) => family.isFast(set)],
    ['classic', (set: number) => family.isClassic(set)],
    ['leader-change', (set: number) => family.isPhase1(set)],
  ] as const)('a smallest %s quorum with a node is found if and only if there is one', (path, isQuorum) => {
    const all = namedMinimalSets(family, isQuorum, nodes);
    for (const member of nodes) {
      const wanted = all.filter((quorum) => quorum.includes(member));
      const found = ['1', '2', '3'].map((seed) =>
        quorums.smallestWith(path satisfies QuorumPath, member, new TestRng(seed).shuffled(nodes)),
      );
      if (wanted.length === 0) expect(found).toEqual([null, null, null]);
      else for (const quorum of found) expect(wanted).toContainEqual(quorum);
    }
  });
});

test('a smallest quorum with a node lets those go first that are to go first', () => {
  const [system] = systems;
  if (system === undefined) return expect.fail('there is a first system');
  const nodes = Array.from({ length: 10 }, (_, place) => `n${place + 1}`);
  const quorums = new NamedQuorums(nodes, quorumFamily(system));
  expect(quorums.smallestWith('classic', 'n3', nodes)).toEqual(['n3', 'n9', 'n10']);
});

function namedMinimalSets(
  family: QuorumFamily,
  isQuorum: (set: number) => boolean,
  nodes: readonly string[],
): readonly (readonly string[])[] {
  const sets = minimalSets(family.nodes, isQuorum, 100_000) ?? expect.fail('too many quorums');
  return sets.map((set) => nodes.filter((_, bit) => ((set >> bit) & 1) === 1));
}
