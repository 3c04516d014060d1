import {
  availability,
  collisionProbability,
  crashTolerance,
  expectedLatencies,
  expectedWaitingTimes,
  type Latency,
  type MessageCosts,
  membersOf,
  messageCosts,
  nodeNames,
  nodeSetOf,
  type QuorumPath,
  type QuorumSystem,
} from '#quorums';
import type { Circumstances } from './circumstances.ts';
import { geographyOf } from './delay-table.ts';

/** What one path of a system costs and survives; what is null was too much to count, unless it says otherwise. */
export type PathPrice = Readonly<{
  /** So many nodes may crash, whichever they are. */
  crashesSurvived: number | null;
  /** A smallest set of nodes whose crash stops the path. */
  stoppedBy: readonly string[] | null;
  /** The probability that enough nodes are up. */
  available: number | null;
  costs: MessageCosts;
  /** Until the quorum has answered, on average, in units of the mean reply time of a node. */
  waiting: number | null;
  /** Null: it is unknown how far nodes are apart. */
  latency: Latency | null;
}>;

/** What a system costs and survives, by path; null: the path exists only with fast rounds. */
export type Price = Readonly<{
  circumstances: Readonly<{ failure: number; zoneFailure: number | null; leader: string }>;
  paths: Readonly<Record<QuorumPath, PathPrice | null>>;
  /** Of two proposals at the same time; null: fast rounds are not used, or too much to count. */
  collisionProbability: number | null;
}>;

/** The paths in the order in which they are told. */
export const quorumPaths: readonly QuorumPath[] = ['fast', 'classic', 'leaderChange', 'collisionRecovery'];

/** For people. */
export const pathNames: Readonly<Record<QuorumPath, string>> = {
  fast: 'fast path',
  classic: 'classic path',
  leaderChange: 'leader change',
  collisionRecovery: 'collision recovery',
};

/**
 * All that is known of a system's price, safe or not.
 * @throws UsageError when the delays do not fit the nodes
 */
export function priceOf(system: QuorumSystem, { failure, zoneFailure, delays }: Circumstances): Price {
  const nodes = nodeNames(system);
  const zones = system.kind === 'zones' && zoneFailure !== null ? system.zones : [];
  const geography = delays === null ? null : geographyOf(nodes, delays);
  const leader = geography?.leader ?? 0;
  const crashes = crashTolerance(system);
  const available = availability(system, {
    nodes: nodes.map(() => failure),
    zones: zones.map((zone) => ({ nodes: nodeSetOf(zone.nodes, nodes), probability: zoneFailure ?? 0 })),
  });
  const costs = messageCosts(system);
  const waiting = expectedWaitingTimes(system, leader);
  const latencies = geography === null ? null : expectedLatencies(system, geography);
  const priceOfPath = (path: QuorumPath): PathPrice | null => {
    const [tolerance, pathCosts] = [crashes[path], costs[path]];
    if (pathCosts === null) return null;
    return {
      crashesSurvived: tolerance?.survived ?? null,
      stoppedBy: tolerance === null ? null : membersOf(tolerance.blockedBy, nodes),
      available: available[path],
      costs: pathCosts,
      waiting: waiting[path],
      latency: latencies?.[path] ?? null,
    };
  };
  return {
    circumstances: { failure, zoneFailure, leader: nodes[leader] ?? '' },
    paths: {
      fast: priceOfPath('fast'),
      classic: priceOfPath('classic'),
      leaderChange: priceOfPath('leaderChange'),
      collisionRecovery: priceOfPath('collisionRecovery'),
    },
    collisionProbability: collisionProbability(system),
  };
}
