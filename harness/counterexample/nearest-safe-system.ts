import { assertNever, invariant } from '#foundation';
import {
  type ExplicitSystem,
  examineQuorums,
  type GridSystem,
  nearestSafeSettings,
  type QuorumSystem,
  smallestClassic,
  smallestFast,
  type WeightedSystem,
  type ZoneSystem,
} from '#quorums';

/** Of a weighted system at most so many phase-1 thresholds above its own are tried. */
const thresholdsMax = 40;
/** A neighbour is examined no longer than this. */
const quickSteps = 5_000;

/**
 * A safe system of the same nodes and kind, as near to `system` as is found without long search: sizes and thresholds raised
 * by as little in sum as makes them safe, a grid's fast quorums given more columns, listed sets given a node that all have in
 * common, zones asked for all of their nodes in phase 1.
 */
export function nearestSafeSystem(system: QuorumSystem): QuorumSystem {
  switch (system.kind) {
    case 'cardinality': {
      const [nearest] = nearestSafeSettings(system);
      invariant(nearest !== undefined, 'all nodes are safe quorums of every kind', { system });
      return { kind: 'cardinality', ...nearest };
    }
    case 'weighted':
      return nearestThresholds(system);
    case 'grid':
      return withMoreColumns(system);
    case 'explicit':
      return withCommonNode(system);
    case 'zones':
      return withWholeZones(system);
    default:
      return assertNever(system);
  }
}

function isSafe(system: QuorumSystem, steps?: number): boolean {
  return examineQuorums(system, steps === undefined ? {} : { steps }).safety === 'safe';
}

/**
 * Once the threshold of phase 1 is fixed, the two others depend on nothing else, and raising one never does harm. The
 * inequalities say where each is safe at the latest; below, only what is quickly seen to be safe is taken.
 */
function nearestThresholds(system: WeightedSystem): WeightedSystem {
  const total = system.weights.reduce((sum, weight) => sum + weight, 0);
  const candidates = phase1Thresholds(system, total).map((phase1): WeightedSystem => {
    const enough = (classic: number, fast: number | null): boolean =>
      isSafe({ ...system, phase1, classic, fast }, quickSteps);
    const classic = leastSafe(system.classic, smallestClassic(total, phase1), (size) => enough(size, null));
    const fast =
      system.fast === null ? null : leastSafe(system.fast, smallestFast(total, phase1), (size) => enough(total, size));
    return { ...system, phase1, classic, fast };
  });
  const inSum = ({ phase1, classic, fast }: WeightedSystem): number => phase1 + classic + (fast ?? 0);
  const [nearest] = candidates.toSorted((a, b) => inSum(a) - inSum(b));
  invariant(nearest !== undefined, 'all nodes together are a phase-1 quorum', { system });
  return nearest;
}

/** All from the system's own to the total weight, or, where these are too many, so many of them at equal distances. */
function phase1Thresholds({ phase1 }: WeightedSystem, total: number): readonly number[] {
  const steps = Math.min(thresholdsMax, total - phase1);
  return Array.from({ length: steps + 1 }, (_, step) =>
    steps === 0 ? phase1 : Math.round(phase1 + ((total - phase1) * step) / steps),
  );
}

/** The least number from `from` on that will do, when every larger one will do as well, as `sure` and all above it do. */
function leastSafe(from: number, sure: number, isEnough: (size: number) => boolean): number {
  let [low, high] = [from, Math.max(from, sure)];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** Rows and columns meet; only two fast quorums may miss each other in all columns. */
function withMoreColumns(system: GridSystem): GridSystem {
  const { columns, fastColumns } = system;
  return fastColumns === null ? system : { ...system, fastColumns: Math.max(fastColumns, Math.floor(columns / 2) + 1) };
}

/** Of all nodes the one that has to be added to the fewest sets. */
function withCommonNode(system: ExplicitSystem): ExplicitSystem {
  const sets = [...system.phase1, ...system.classic, ...(system.fast ?? [])];
  const missing = (node: string): number => sets.filter((set) => !set.includes(node)).length;
  const [common] = system.nodes.toSorted((a, b) => missing(a) - missing(b));
  invariant(common !== undefined, 'a system has nodes', { system });
  const completed = (family: readonly (readonly string[])[]): readonly (readonly string[])[] =>
    family.map((set) => (set.includes(common) ? set : [...set, common]));
  return {
    ...system,
    phase1: completed(system.phase1),
    classic: completed(system.classic),
    fast: system.fast === null ? null : completed(system.fast),
  };
}

/** All nodes in phase 1 meet every quorum; what then is left to miss each other are two fast ones. */
function withWholeZones(system: ZoneSystem): ZoneSystem {
  const all = { zones: system.zones.length, members: system.zones.map(({ nodes }) => nodes.length) };
  const withPhase1: ZoneSystem = { ...system, phase1: all };
  return isSafe(withPhase1) || system.fast === null ? withPhase1 : { ...withPhase1, fast: all };
}
