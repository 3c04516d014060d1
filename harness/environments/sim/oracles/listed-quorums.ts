import { assertNever } from '#foundation';
import type { QuorumSystem, ZoneRule } from '#quorums';

/** Node indices, each once. */
export type ListedQuorum = readonly number[];

/** Every quorum that holds no smaller one (perhaps some more): of phase 1, and of phase 2 by the kind of its round. */
export type ListedQuorums = Readonly<{
  phase1: readonly ListedQuorum[];
  classic: readonly ListedQuorum[];
  fast: readonly ListedQuorum[];
}>;

/**
 * The quorums of `system`, put together one by one from the plain data. That is slower than asking a
 * `QuorumFamily` and shares no code with it, so that the oracles see where a family goes wrong. protocol.md 3.3.
 */
export function listedQuorums(system: QuorumSystem): ListedQuorums {
  switch (system.kind) {
    case 'cardinality': {
      const weights = Array.from({ length: system.nodes }, () => 1);
      return byThreshold(weights, system);
    }
    case 'weighted':
      return byThreshold(system.weights, system);
    case 'grid': {
      const columns = columnsOf(system.rows, system.columns);
      return {
        phase1: rowsOf(system.rows, system.columns),
        classic: columns,
        fast: system.fastColumns === null ? [] : choices(columns, system.fastColumns).map((chosen) => chosen.flat()),
      };
    }
    case 'explicit': {
      const indices = (quorum: readonly string[]): ListedQuorum => quorum.map((name) => system.nodes.indexOf(name));
      return {
        phase1: system.phase1.map(indices),
        classic: system.classic.map(indices),
        fast: (system.fast ?? []).map(indices),
      };
    }
    case 'zones': {
      const zones = zoneMembers(system.zones.map(({ nodes }) => nodes.length));
      return {
        phase1: acrossZones(zones, system.phase1),
        classic: acrossZones(zones, system.classic),
        fast: acrossZones(zones, system.fast),
      };
    }
    default:
      return assertNever(system);
  }
}

type Thresholds = Readonly<{ phase1: number; classic: number; fast: number | null }>;

function byThreshold(weights: readonly number[], { phase1, classic, fast }: Thresholds): ListedQuorums {
  return { phase1: reaching(weights, phase1), classic: reaching(weights, classic), fast: reaching(weights, fast) };
}

/** Sets of nodes that reach `threshold` with their last member; null: there are none. */
function reaching(weights: readonly number[], threshold: number | null): readonly ListedQuorum[] {
  const found: ListedQuorum[] = [];
  const extend = (members: ListedQuorum, from: number, missing: number): void => {
    if (missing <= 0) found.push(members);
    else
      for (const [node, weight] of weights.entries())
        if (node >= from && weight > 0) extend([...members, node], node + 1, missing - weight);
  };
  if (threshold !== null) extend([], 0, threshold);
  return found;
}

function rowsOf(rows: number, columns: number): readonly ListedQuorum[] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => row * columns + column),
  );
}

function columnsOf(rows: number, columns: number): readonly ListedQuorum[] {
  return Array.from({ length: columns }, (_, column) =>
    Array.from({ length: rows }, (_, row) => row * columns + column),
  );
}

/** Per zone the indices of its nodes, which count on from zone to zone. */
function zoneMembers(sizes: readonly number[]): readonly ListedQuorum[] {
  let next = 0;
  return sizes.map((size) => Array.from({ length: size }, () => next++));
}

function acrossZones(zones: readonly ListedQuorum[], rule: ZoneRule | null): readonly ListedQuorum[] {
  if (rule === null) return [];
  const perZone = zones.map((members, zone) => choices(members, rule.members[zone] ?? 0));
  return choices(perZone, rule.zones).flatMap((chosen) =>
    chosen.reduce<readonly ListedQuorum[]>(
      (quorums, parts) => quorums.flatMap((quorum) => parts.map((part) => [...quorum, ...part])),
      [[]],
    ),
  );
}

/** All ways to choose `count` of `items`. */
function choices<Item>(items: readonly Item[], count: number): readonly (readonly Item[])[] {
  if (count === 0) return [[]];
  return items.flatMap((item, place) => choices(items.slice(place + 1), count - 1).map((rest) => [item, ...rest]));
}
