import { expect, test } from 'vitest';
import { fullNodeSet } from '../node-set.ts';
import { usesFastRounds, withoutFast } from './fast-rounds.ts';
import { nodeNames, nodeSetOf } from './nodes.ts';
import { parseQuorumSystem } from './parse-quorum-system.ts';
import { quorumFamily } from './quorum-family.ts';

const files = {
  weights: { system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 4 },
  grid: { system: 'grid', rows: 2, columns: 3 },
  sets: {
    system: 'explicit',
    nodes: ['a', 'b', 'c'],
    phase1: [['a', 'b'], ['c']],
    classic: [['b']],
    fast: [['a', 'c']],
  },
  zones: {
    system: 'zones',
    zones: { eu: ['a', 'b', 'c'], us: ['d', 'e'] },
    phase1: { zones: 2, members: 'majority' },
    classic: { zones: 1, members: 'majority' },
    fast: { zones: 2, members: { eu: 3, us: 1 } },
  },
};

test.each([
  ['weights', 'n1 n2', 'n2 n3', 'isPhase1'],
  ['weights', 'n1', 'n2', 'isClassic'],
  ['weights', 'n1 n2 n3', 'n1 n2', 'isFast'],
  ['grid', 'n4 n5 n6', 'n1 n2 n6', 'isPhase1'],
  ['grid', 'n2 n5', 'n2 n4', 'isClassic'],
  ['grid', 'n1 n3 n4 n6', 'n1 n2 n3 n4', 'isFast'],
  ['sets', 'b c', 'a', 'isPhase1'],
  ['sets', 'b', 'a c', 'isClassic'],
  ['sets', 'a b c', 'a b', 'isFast'],
  ['zones', 'a b d e', 'a b c d', 'isPhase1'],
  ['zones', 'd e', 'a d', 'isClassic'],
  ['zones', 'a b c e', 'a b d e', 'isFast'],
] as const)('of %s, %s is a quorum and %s is not: %s', (name, quorum, other, phase) => {
  const system = parseQuorumSystem(files[name]);
  const family = quorumFamily(system);
  const isQuorum = (members: string): boolean => family[phase](nodeSetOf(members.split(' '), nodeNames(system)));
  expect([isQuorum(quorum), isQuorum(other)]).toEqual([true, false]);
});

test.each(Object.values(files))('without fast rounds nothing is a fast quorum: %j', (file) => {
  const system = parseQuorumSystem(file);
  const classic = withoutFast(system);
  const all = fullNodeSet(nodeNames(system).length);
  expect([usesFastRounds(system), usesFastRounds(classic)]).toEqual([true, false]);
  expect([quorumFamily(system).isFast(all), quorumFamily(classic).isFast(all)]).toEqual([true, false]);
  expect(quorumFamily(classic).isPhase1(all)).toBe(true);
});

test('a set with a node that does not exist is a programming error in every system', () => {
  for (const file of Object.values(files)) {
    expect(() => quorumFamily(parseQuorumSystem(file)).isClassic(1 << 6)).toThrow('only nodes of the cluster');
  }
});
