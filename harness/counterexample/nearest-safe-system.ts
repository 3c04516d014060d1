import { assertNever, invariant } from '#foundation';
import {
  examineQuorums,
  nearestSafeSettings,
  nodeNames,
  type QuorumSystem,
  smallestClassic,
  smallestFast,
  usesFastRounds,
  type WeightedSystem,
} from '#quorums';

/**
 * A safe system of the same nodes, as near to `system` as there is one: sizes and thresholds are raised by as little in sum
 * as makes them safe. Sets that are listed, or follow from rows, columns and zones, have no neighbours: majorities stand in.
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
    case 'explicit':
    case 'zones':
      return majorities(nodeNames(system), usesFastRounds(system));
    default:
      return assertNever(system);
  }
}

function nearestThresholds(system: WeightedSystem): WeightedSystem {
  const total = system.weights.reduce((sum, weight) => sum + weight, 0);
  for (let change = 0; change <= 3 * total; change += 1) {
    for (let more = 0; more <= change; more += 1) {
      for (let moreFast = 0; moreFast <= change - more; moreFast += 1) {
        const phase1 = system.phase1 + more;
        const classic = system.classic + change - more - moreFast;
        const fast = system.fast === null ? null : system.fast + moreFast;
        if (phase1 > total || classic > total || (fast ?? 0) > total) continue;
        const candidate = { ...system, phase1, classic, fast };
        if (examineQuorums(candidate).safety === 'safe') return candidate;
      }
    }
  }
  return { ...system, phase1: total, classic: total, fast: system.fast === null ? null : total };
}

/** Of nodes that may have other names than those of a cardinality system: each has the weight 1. */
function majorities(nodes: readonly string[], isFast: boolean): WeightedSystem {
  const phase1 = Math.floor(nodes.length / 2) + 1;
  return {
    kind: 'weighted',
    nodes,
    weights: nodes.map(() => 1),
    phase1,
    classic: smallestClassic(nodes.length, phase1),
    fast: isFast ? smallestFast(nodes.length, phase1) : null,
  };
}
