import { invariant } from '#foundation';
import type { QuorumTest } from '../family.ts';
import type { NodeSet } from '../node-set.ts';
import { type QuorumPhase, quorumTest } from '../safety/quorum-side.ts';
import { nodeNames } from '../systems/nodes.ts';
import { quorumFamily } from '../systems/quorum-family.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { byPath, type QuorumPath } from './quorum-paths.ts';

/** How long a message takes from the node of the row to the node of the column, in ms; 0 to itself. */
export type DelaysMs = readonly (readonly number[])[];

/** Where a cluster's leader and its clients are, by the indices of nodes, and how far they are apart. */
export type Geography = Readonly<{
  delaysMs: DelaysMs;
  leader: number;
  /** The nodes that clients speak to, each as often as it counts. */
  homes: readonly number[];
}>;

/** Over all homes, in ms. */
export type Latency = Readonly<{ meanMs: number; medianMs: number }>;

/**
 * How long it takes, on each path, until a client's home knows of its decision, all nodes being up and only messages taking
 * time. Classic: forward, 2a, 2b, announcement. Fast: propose, 2b to the home. Recovery: propose, 2b to the leader as far as
 * a phase-1 quorum, 2a, 2b, announcement. A change of leader takes 1a and 1b and has no home. protocol.md 3.2.
 * @throws QuorumSettingError when the system makes no sense
 * @throws InvariantViolation when the matrix, the leader or the homes do not fit the nodes
 */
export function expectedLatencies(
  system: QuorumSystem,
  geography: Geography,
): Readonly<Record<QuorumPath, Latency | null>> {
  const { leader, homes } = geography;
  assertFits(system, geography);
  const tests = Object.fromEntries(
    (['phase1', 'classic', 'fast'] as const).map((phase) => [phase, quorumTest({ system, phase })]),
  );
  const delay = (from: number, to: number): number => geography.delaysMs[from]?.[to] ?? 0;
  /** Until the answers of a quorum, sent on to `to`, to something that `from` told all. */
  const quorum = (phase: QuorumPhase, from: number, to: number): number =>
    timeOfQuorum(
      [...nodeNames(system).keys()].map((node) => delay(from, node) + delay(node, to)),
      tests[phase] ?? (() => false),
    );
  const vote = quorum('classic', leader, leader);
  const ofPath: Readonly<Record<QuorumPath, (home: number) => number>> = {
    classic: (home) => delay(home, leader) + vote + delay(leader, home),
    fast: (home) => quorum('fast', home, home),
    leaderChange: () => quorum('phase1', leader, leader),
    collisionRecovery: (home) => quorum('phase1', home, leader) + vote + delay(leader, home),
  };
  const exists = byPath(system, () => true);
  const latency = (path: QuorumPath): Latency | null => (exists[path] === null ? null : over(homes.map(ofPath[path])));
  return {
    fast: latency('fast'),
    classic: latency('classic'),
    leaderChange: latency('leaderChange'),
    collisionRecovery: latency('collisionRecovery'),
  };
}

/** When those who have answered become a quorum, if node i answers at `atMs[i]`. */
function timeOfQuorum(atMs: readonly number[], isQuorum: QuorumTest): number {
  const order = [...atMs.keys()].toSorted((one, other) => (atMs[one] ?? 0) - (atMs[other] ?? 0));
  let answered: NodeSet = 0;
  for (const node of order) {
    answered |= 1 << node;
    if (isQuorum(answered)) return atMs[node] ?? 0;
  }
  return Infinity;
}

function over(timesMs: readonly number[]): Latency {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0];
  return { meanMs: mean(sorted), medianMs: mean(middle) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assertFits(system: QuorumSystem, { delaysMs, leader, homes }: Geography): void {
  const { nodes } = quorumFamily(system);
  const isNode = (node: number): boolean => Number.isInteger(node) && node >= 0 && node < nodes;
  invariant(
    delaysMs.length === nodes && delaysMs.every((row) => row.length === nodes && row.every((delay) => delay >= 0)),
    'there is a delay from 0 between any two nodes',
    { nodes },
  );
  invariant(isNode(leader) && homes.length > 0 && homes.every(isNode), 'the leader and the homes are nodes', {
    leader,
    homes,
  });
}
