import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fullNodeSet, type NodeSet, nodeSetSize } from '../node-set.ts';
import { usesFastRounds } from '../systems/fast-rounds.ts';
import { nodeNames, numberedNodes } from '../systems/nodes.ts';
import { parseQuorumSystem } from '../systems/parse-quorum-system.ts';
import type { CardinalitySystem, QuorumSystem } from '../systems/system.ts';
import { systemText } from '../systems/system-text.ts';
import { randomSystem } from '../testing/random-systems.ts';
import { disjointFastQuorums, examineQuorums } from './examine-quorums.ts';
import { meetingBySearch } from './meeting-by-search.ts';
import { meetingBySizes } from './meeting-by-sizes.ts';
import { type QuorumPhase, type QuorumSide, quorumTest } from './quorum-side.ts';

test('for every cardinality setting up to N=6 the answer is that of trying all sets', () => {
  const settings = [1, 2, 3, 4, 5, 6].flatMap(settingsOf);
  for (const system of settings) agreesWithTryingAll(system);
  expect(settings).toHaveLength(2 + 12 + 36 + 80 + 150 + 252);
});

test('for weights, grids, listed sets and zones the answer is that of trying all sets', () => {
  const seen = { safe: 0, unsafe: 0, undecided: 0 };
  fc.assert(
    fc.property(randomSystem, (system) => {
      agreesWithTryingAll(system);
      seen[examineQuorums(system).safety] += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(seen.undecided).toBe(0);
  expect(Math.min(seen.safe, seen.unsafe)).toBeGreaterThan(500);
});

test('the search finds of sizes what the sums say', () => {
  for (let nodes = 1; nodes <= 7; nodes += 1) {
    for (const system of settingsOf(nodes)) {
      for (const sides of requiredSides(system)) {
        const bySizes = meetingBySizes(sides);
        const bySearch = meetingBySearch(sides, {});
        expect(bySearch.kind, systemText(system)).toBe(bySizes?.kind);
        if (bySearch.kind === 'meet' && bySizes?.kind === 'meet') {
          expect(bySearch.members, systemText(system)).toBe(bySizes.members);
        }
      }
    }
  }
});

test('sides of different systems, such as those of different rounds, are searched as well', () => {
  const zones = (first: number, second: number): QuorumSystem =>
    parseQuorumSystem({
      system: 'zones',
      zones: { one: numberedNodes(4).slice(0, first), other: numberedNodes(4).slice(first) },
      phase1: { zones: 1, members: 'majority' },
      classic: { zones: 1, members: 'all' },
      fast: { zones: 2, members: { one: 1, other: second } },
    });
  const grids = [1, 2, 4].map(
    (rows): QuorumSystem => ({ kind: 'grid', rows, columns: 4 / rows, fastColumns: 4 / rows }),
  );
  const weights: QuorumSystem = parseQuorumSystem({
    system: 'weighted',
    weights: [1, 2, 1, 3],
    phase1: 3,
    classic: 4,
    fast: 5,
  });
  const lists: QuorumSystem = parseQuorumSystem({
    system: 'explicit',
    nodes: numberedNodes(4),
    phase1: [
      ['n1', 'n4'],
      ['n2', 'n3'],
    ],
    classic: [['n1', 'n2', 'n4'], ['n3']],
    fast: [
      ['n2', 'n4', 'n3'],
      ['n1', 'n3', 'n4'],
    ],
  });
  const systems = [...grids, weights, lists, zones(1, 3), zones(2, 1), zones(3, 1), ...settingsOf(4)];
  const phase: fc.Arbitrary<QuorumPhase> = fc.constantFrom('phase1', 'classic');
  const system = fc.oneof(fc.constantFrom(...systems.slice(0, 8)), fc.constantFrom(...systems));
  fc.assert(
    fc.property(system, system, phase, phase, (one, other, first, second) => {
      for (const sides of [
        [side(one, first), side(other, second)],
        [side(one, first), side(one, second)],
        ...(usesFastRounds(other) ? [[side(one, first), side(other, 'fast'), side(other, 'fast')]] : []),
      ]) {
        const meeting = meetingBySearch(sides, {});
        const members = meeting.kind === 'undecided' ? null : meeting.members;
        expect(members, JSON.stringify(sides)).toBe(smallestMeetingOfAll(sides));
      }
    }),
    { numRuns: 1_000 },
  );
});

/** Safety, margins and witnesses against all quorums of the families, with no thought given to which are minimal. */
function agreesWithTryingAll(system: QuorumSystem): void {
  const examination = examineQuorums(system);
  const text = JSON.stringify(system);
  const members = requiredSides(system).map(smallestMeetingOfAll);
  expect(
    examination.requirements.map(({ holds }) => holds),
    text,
  ).toEqual(members.map((count) => count > 0));
  expect(
    examination.requirements.map(({ margin }) => Math.max(0, margin ?? -1)),
    text,
  ).toEqual(members);
  expect(examination.safety, text).toBe(members.every((count) => count > 0) ? 'safe' : 'unsafe');
  expect(examination.witness === null, text).toBe(examination.safety === 'safe');
  isMinimalWitness(system, examination.witness);
  const disjoint = disjointFastQuorums(system);
  const fastSides = [side(system, 'fast'), side(system, 'fast')];
  expect(disjoint !== null, text).toBe(usesFastRounds(system) && smallestMeetingOfAll(fastSides) === 0);
  if (disjoint !== null) isMinimalWitness(system, { kind: 'two fast do not meet', ...disjoint });
}

function isMinimalWitness(system: QuorumSystem, witness: ReturnType<typeof examineQuorums>['witness']): void {
  if (witness === null) return;
  const { kind, ...quorums } = witness;
  const phases: Readonly<Record<string, QuorumPhase>> = {
    phase1: 'phase1',
    classic: 'classic',
    fast: 'fast',
    otherFast: 'fast',
  };
  const nodes = nodeNames(system).length;
  let shared = fullNodeSet(nodes);
  for (const [name, quorum] of Object.entries(quorums)) {
    const isQuorum = quorumTest(side(system, phases[name] ?? 'phase1'));
    expect(isQuorum(quorum), `${kind} ${JSON.stringify(system)}`).toBe(true);
    for (let node = 0; node < nodes; node += 1) {
      if ((quorum & (1 << node)) !== 0) expect(isQuorum(quorum & ~(1 << node)), JSON.stringify(system)).toBe(false);
    }
    shared &= quorum;
  }
  expect(shared, JSON.stringify(system)).toBe(0);
}

function smallestMeetingOfAll(sides: readonly QuorumSide[]): number {
  const [first = [], second = [], third = [-1]] = sides.map((one) => {
    const isQuorum = quorumTest(one);
    const sets = Array.from({ length: fullNodeSet(nodeNames(one.system).length) + 1 }, (_, set) => set);
    return sets.filter(isQuorum);
  });
  let members = Infinity;
  const pairs = new Set<NodeSet>(first.flatMap((one) => second.map((other) => one & other)));
  for (const pair of pairs) for (const other of third) members = Math.min(members, nodeSetSize(pair & other));
  return members;
}

function requiredSides(system: QuorumSystem): readonly (readonly QuorumSide[])[] {
  const fast = side(system, 'fast');
  return [
    [side(system, 'phase1'), side(system, 'classic')],
    ...(usesFastRounds(system) ? [[side(system, 'phase1'), fast, fast]] : []),
  ];
}

function side(system: QuorumSystem, phase: QuorumPhase): QuorumSide {
  return { system, phase };
}

function settingsOf(nodes: number): readonly CardinalitySystem[] {
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes.flatMap((phase1) =>
    sizes.flatMap((classic) =>
      [null, ...sizes].map((fast) => ({ kind: 'cardinality' as const, nodes, phase1, classic, fast })),
    ),
  );
}
