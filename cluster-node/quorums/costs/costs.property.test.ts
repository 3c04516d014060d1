import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullNodeSet, type NodeSet, nodeSetSize } from '../node-set.ts';
import { type QuorumPhase, quorumTest } from '../safety/quorum-side.ts';
import { usesFastRounds } from '../systems/fast-rounds.ts';
import { nodeNames } from '../systems/nodes.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { randomSystem } from '../testing/random-systems.ts';
import { availability } from './availability.ts';
import { collisionProbability } from './collision-probability.ts';
import { crashTolerance } from './crash-tolerance.ts';
import { messageCosts } from './message-costs.ts';
import { phasesOf, type QuorumPath } from './quorum-paths.ts';
import { quorumsBySize } from './quorums-by-size.ts';

const paths: readonly QuorumPath[] = ['fast', 'classic', 'leaderChange', 'collisionRecovery'];

test('crashes survived and the set that blocks are those of trying all sets', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const tolerance = crashTolerance(system);
      for (const path of paths) {
        const isLive = liveSets(system, path);
        const blocking = isLive === null ? [] : setsOf(system).filter((crashed) => !isLive(others(system, crashed)));
        const found = tolerance[path];
        expect(found === null).toBe(isLive === null);
        if (found === null) continue;
        expect(found.survived).toBe(Math.min(...blocking.map(nodeSetSize)) - 1);
        expect(nodeSetSize(found.blockedBy)).toBe(found.survived + 1);
        expect(blocking).toContain(found.blockedBy);
      }
    }),
    { numRuns: 500 },
  );
});

test('availability is the sum over all sets that may be live, with zones that fail whole', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      randomSystem,
      fc.array(chance, { minLength: 9, maxLength: 9 }),
      chance,
      (system, drawn, probability) => {
        const nodes = drawn.slice(0, nodeNames(system).length);
        const zone = { nodes: 1 | (1 << (nodes.length - 1)), probability };
        const found = availability(system, { nodes, zones: [zone] });
        for (const path of paths) {
          const isLive = liveSets(system, path);
          if (isLive === null) {
            expect(found[path]).toBeNull();
            continue;
          }
          let expected = 0;
          for (const up of setsOf(system)) {
            const chanceOfSet = nodes.reduce(
              (product, down, node) => product * ((up & (1 << node)) === 0 ? down : 1 - down),
              1,
            );
            if (isLive(up)) expected += chanceOfSet * (1 - probability);
            if (isLive(up & ~zone.nodes)) expected += chanceOfSet * probability;
          }
          expect(found[path]).toBeCloseTo(expected, 9);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('quorums are counted by size, and so are those with a certain member', () => {
  fc.assert(
    fc.property(randomSystem, fc.nat(5), (system, drawn) => {
      const always = drawn % nodeNames(system).length;
      for (const phase of ['phase1', 'classic'] as const) {
        const isQuorum = quorumTest({ system, phase });
        const counts = (sets: readonly NodeSet[]): readonly number[] =>
          [
            0,
            ...nodeNames(system)
              .keys()
              .map((node) => node + 1),
          ].map((size) => sets.filter((set) => nodeSetSize(set) === size).length);
        const quorums = setsOf(system).filter(isQuorum);
        expect(quorumsBySize({ system, phase })).toEqual(counts(quorums));
        const withNode = quorums.filter((set) => (set & (1 << always)) !== 0);
        expect(quorumsBySize({ system, phase }, always)).toEqual(counts(withNode));
        if (phase === 'classic') {
          const smallest = Math.min(...quorums.map(nodeSetSize));
          expect(messageCosts(system).classic?.copies.atDecision).toBe(smallest);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('two racing proposals collide in those of all splits in which neither has a fast quorum', () => {
  fc.assert(
    fc.property(randomSystem, (system) => {
      const isFast = quorumTest({ system, phase: 'fast' });
      const splits = setsOf(system);
      const colliding = splits.filter((set) => !isFast(set) && !isFast(others(system, set)));
      expect(collisionProbability(system)).toEqual(usesFastRounds(system) ? colliding.length / splits.length : null);
    }),
    { numRuns: 500 },
  );
});

function liveSets(system: QuorumSystem, path: QuorumPath): ((live: NodeSet) => boolean) | null {
  const phases = phasesOf(path, system);
  const tests = phases?.map((phase: QuorumPhase) => quorumTest({ system, phase }));
  return tests === undefined ? null : (live) => tests.every((isQuorum) => isQuorum(live));
}

function setsOf(system: QuorumSystem): readonly NodeSet[] {
  return Array.from({ length: 2 ** nodeNames(system).length }, (_, set) => set);
}

function others(system: QuorumSystem, set: NodeSet): NodeSet {
  return fullNodeSet(nodeNames(system).length) & ~set;
}
