import { expect, test } from 'vitest';
import {
  crashTolerance,
  nodeNames,
  nodeSetOf,
  parseQuorumSystem,
  type QuorumPath,
  type QuorumSystem,
  quorumFamily,
} from '#quorums';
import { isPathOpen, type KillPlan, killPlan } from './kill-plan.ts';

const cardinality = (nodes: number, phase1: number, classic: number, fast: number): QuorumSystem => ({
  kind: 'cardinality',
  nodes,
  phase1,
  classic,
  fast,
});
const weights = parseQuorumSystem({ system: 'weighted', weights: [2, 1, 1], phase1: 3, classic: 2, fast: 3 });
const grid = parseQuorumSystem({ system: 'grid', rows: 2, columns: 3 });
const systems: readonly QuorumSystem[] = [
  cardinality(5, 3, 3, 4),
  cardinality(10, 8, 3, 7),
  cardinality(10, 6, 5, 8),
  cardinality(5, 5, 1, 3),
  grid,
  weights,
];
const paths: readonly QuorumPath[] = ['fast', 'classic', 'leaderChange', 'collisionRecovery'];

function planFor(system: QuorumSystem, path: QuorumPath): KillPlan {
  const tolerance = crashTolerance(system)[path];
  if (tolerance === null) throw new Error(`there is no ${path}`);
  return killPlan(system, path, tolerance);
}

test.each(systems.flatMap((system) => paths.map((path) => ({ system, path }))))(
  'as planned, the path is open and one more death closes it: $system $path',
  ({ system, path }) => {
    const { killed, oneMore } = planFor(system, path);
    const names = nodeNames(system);
    const isOpen = (dead: readonly string[]): boolean =>
      isPathOpen(
        quorumFamily(system),
        path,
        nodeSetOf(
          names.filter((name) => !dead.includes(name)),
          names,
        ),
      );
    expect([isOpen(killed), isOpen([...killed, oneMore])]).toEqual([true, false]);
  },
);

test('a leader that has to be in place is not killed', () => {
  for (const path of ['fast', 'collisionRecovery'] as const) {
    for (const system of systems) {
      const { leader, killed, oneMore } = planFor(system, path);
      expect([...killed, oneMore]).not.toContain(leader);
    }
  }
});

test('where everybody has to die, the leader does so last', () => {
  const { leader, killed, oneMore } = planFor(cardinality(5, 5, 1, 3), 'classic');
  expect(killed).toEqual(['n1', 'n2', 'n3', 'n4']);
  expect([leader, oneMore]).toEqual(['n5', 'n5']);
});

test('a change of leaders begins with the death of the leader', () => {
  expect(planFor(cardinality(5, 3, 3, 4), 'leaderChange')).toMatchObject({ leader: 'n1', killed: ['n1', 'n2'] });
  expect(planFor(cardinality(5, 5, 1, 3), 'leaderChange')).toMatchObject({ leader: 'n1', killed: [], oneMore: 'n1' });
});

test('the heaviest goes first, since the light ones can spare nobody, and one of them leads', () => {
  expect(planFor(weights, 'classic')).toEqual({ path: 'classic', leader: 'n3', killed: ['n1'], oneMore: 'n2' });
});
