import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullNodeSet, nodeSetSize } from '../node-set.ts';
import { nodeNames } from '../systems/nodes.ts';
import { randomSystem } from '../testing/random-systems.ts';
import { minimalSets } from './minimal-sets.ts';
import { quorumTest } from './quorum-side.ts';

test('the minimal sets are the quorums that lose it with any member', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const nodes = nodeNames(system).length;
      for (const phase of ['phase1', 'classic', 'fast'] as const) {
        const isQuorum = quorumTest({ system, phase });
        const all = Array.from({ length: fullNodeSet(nodes) + 1 }, (_, set) => set);
        const isMinimal = (set: number): boolean =>
          isQuorum(set) && all.every((other) => (other & ~set) !== 0 || other === set || !isQuorum(other));
        expect(minimalSets(nodes, isQuorum, 512)).toEqual(all.filter(isMinimal));
      }
    }),
  );
});

test('more than the limit are not listed', () => {
  const majority = (set: number): boolean => nodeSetSize(set) >= 3;
  expect(minimalSets(5, majority, 10)).toHaveLength(10);
  expect(minimalSets(5, majority, 9)).toBeNull();
});
