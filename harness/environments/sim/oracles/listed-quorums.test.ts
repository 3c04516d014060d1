import { describe, expect, test } from 'vitest';
import { type NodeSet, nodeNames, type QuorumSystem, quorumFamily } from '#quorums';
import { type ListedQuorum, listedQuorums } from './listed-quorums.ts';

const five = ['a', 'b', 'c', 'd', 'e'];
const zones = [
  { name: 'eu', nodes: ['a', 'b', 'c'] },
  { name: 'us', nodes: ['d'] },
  { name: 'asia', nodes: ['e', 'f'] },
];
const inAll = { zones: 3, members: [1, 1, 1] };

const systems: readonly QuorumSystem[] = [
  { kind: 'cardinality', nodes: 5, phase1: 3, classic: 3, fast: 4 },
  { kind: 'cardinality', nodes: 4, phase1: 4, classic: 1, fast: null },
  { kind: 'weighted', nodes: five, weights: [3, 0, 2, 1, 1], phase1: 5, classic: 3, fast: 6 },
  { kind: 'weighted', nodes: ['a'], weights: [2], phase1: 1, classic: 1, fast: null },
  { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 },
  { kind: 'grid', rows: 3, columns: 2, fastColumns: null },
  {
    kind: 'explicit',
    nodes: five,
    phase1: [five],
    classic: [['e', 'a'], ['b'], ['a', 'b']],
    fast: [['c', 'd', 'b']],
  },
  { kind: 'explicit', nodes: five, phase1: [five], classic: [five], fast: null },
  {
    kind: 'zones',
    zones,
    phase1: inAll,
    classic: { zones: 2, members: [2, 1, 1] },
    fast: { zones: 3, members: [3, 1, 2] },
  },
  { kind: 'zones', zones, phase1: inAll, classic: { zones: 1, members: [1, 1, 2] }, fast: null },
];

describe('the quorums that the oracles list', () => {
  test.each(systems)('are those of the family that the nodes ask: %j', (system) => {
    const family = quorumFamily(system);
    const listed = listedQuorums(system);
    for (let set: NodeSet = 0; set < 2 ** nodeNames(system).length; set += 1) {
      expect(holdsOneOf(listed.phase1, set), `phase 1 ${set.toString(2)}`).toBe(family.isPhase1(set));
      expect(holdsOneOf(listed.classic, set), `classic ${set.toString(2)}`).toBe(family.isClassic(set));
      expect(holdsOneOf(listed.fast, set), `fast ${set.toString(2)}`).toBe(family.isFast(set));
    }
  });

  test('name each node once', () => {
    for (const system of systems) {
      const { phase1, classic, fast } = listedQuorums(system);
      for (const quorum of [...phase1, ...classic, ...fast]) expect(new Set(quorum).size).toBe(quorum.length);
    }
  });
});

function holdsOneOf(quorums: readonly ListedQuorum[], set: NodeSet): boolean {
  return quorums.some((quorum) => quorum.every((node) => (set & (1 << node)) !== 0));
}
