import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type NodeSet, nodeSetSize } from '../node-set.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { systemText } from '../systems/system-text.ts';
import { randomSystem } from '../testing/random-systems.ts';
import { closestQuorums } from './closest-quorums.ts';
import { type ExaminedRequirement, examineQuorums } from './examine-quorums.ts';
import { minimalQuorum, type QuorumPhase, quorumTest } from './quorum-side.ts';

const phases: Readonly<Record<ExaminedRequirement['name'], readonly QuorumPhase[]>> = {
  'phase-1 meets classic': ['phase1', 'classic'],
  'phase-1 meets two fast': ['phase1', 'fast', 'fast'],
  'two fast meet': ['fast', 'fast'],
};

test('the closest quorums are minimal and have as many nodes in common as the margin says', () => {
  const sizes = fc
    .record({
      nodes: fc.integer({ min: 5, max: 25 }),
      phase1: fc.integer({ min: 1, max: 5 }),
      classic: fc.integer({ min: 1, max: 5 }),
      fast: fc.integer({ min: 1, max: 5 }),
    })
    .map(
      ({ nodes, phase1, classic, fast }): QuorumSystem => ({
        kind: 'cardinality',
        nodes,
        phase1: nodes + 1 - phase1,
        classic: nodes + 1 - classic,
        fast: nodes + 1 - fast,
      }),
    );
  fc.assert(
    fc.property(fc.oneof(sizes, randomSystem), (system) => {
      for (const { name, margin } of examineQuorums(system).requirements) {
        const quorums = closestQuorums(system, name) ?? [];
        expect(quorums).toHaveLength(phases[name].length);
        for (const [index, phase] of phases[name].entries()) {
          const isQuorum = quorumTest({ system, phase });
          const quorum = quorums[index] ?? 0;
          expect([isQuorum(quorum), minimalQuorum(quorum, isQuorum)], systemText(system)).toEqual([true, quorum]);
        }
        const shared = quorums.reduce<NodeSet>((common, quorum) => common & quorum, quorums[0] ?? 0);
        expect(nodeSetSize(shared), `${systemText(system)}: ${name}`).toBe(Math.max(0, margin ?? NaN));
      }
    }),
    { numRuns: 1_000 },
  );
});
