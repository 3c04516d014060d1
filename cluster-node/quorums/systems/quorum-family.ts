import { cardinalityFamily, familyOf, type QuorumFamily, type QuorumTest } from '../family.ts';
import { type NodeSet, nodeSetSize } from '../node-set.ts';
import { columnSets, rowSets } from './grid-lines.ts';
import { assertMeaningfulSystem } from './meaningful-system.ts';
import { nodeSetOf } from './nodes.ts';
import type { ExplicitSystem, GridSystem, QuorumSystem, WeightedSystem, ZoneRule, ZoneSystem } from './system.ts';

/**
 * The predicates of a system, safe or not; bit i of a set is the i-th of `nodeNames(system)`. protocol.md 3.3.
 * @throws QuorumSettingError when the system makes no sense, or has more than 31 nodes
 */
export function quorumFamily(system: QuorumSystem): QuorumFamily {
  assertMeaningfulSystem(system);
  switch (system.kind) {
    case 'cardinality':
      return cardinalityFamily(system);
    case 'weighted':
      return weightedFamily(system);
    case 'grid':
      return gridFamily(system);
    case 'explicit':
      return explicitFamily(system);
    case 'zones':
      return zoneFamily(system);
  }
}

function weightedFamily({ nodes, weights, phase1, classic, fast }: WeightedSystem): QuorumFamily {
  const reaches =
    (threshold: number): QuorumTest =>
    (set) =>
      weights.reduce((sum, weight, node) => ((set & (1 << node)) === 0 ? sum : sum + weight), 0) >= threshold;
  return familyOf(nodes.length, {
    phase1: reaches(phase1),
    classic: reaches(classic),
    fast: fast === null ? null : reaches(fast),
  });
}

function gridFamily(system: GridSystem): QuorumFamily {
  const rows = rowSets(system);
  const columns = columnSets(system);
  const { fastColumns } = system;
  return familyOf(system.rows * system.columns, {
    phase1: (set) => rows.some((row) => isSubset(row, set)),
    classic: (set) => columns.some((column) => isSubset(column, set)),
    fast:
      fastColumns === null ? null : (set) => columns.filter((column) => isSubset(column, set)).length >= fastColumns,
  });
}

function explicitFamily({ nodes, phase1, classic, fast }: ExplicitSystem): QuorumFamily {
  const holdsOneOf = (quorums: readonly (readonly string[])[]): QuorumTest => {
    const sets = quorums.map((quorum) => nodeSetOf(quorum, nodes));
    return (set) => sets.some((quorum) => isSubset(quorum, set));
  };
  return familyOf(nodes.length, {
    phase1: holdsOneOf(phase1),
    classic: holdsOneOf(classic),
    fast: fast === null ? null : holdsOneOf(fast),
  });
}

function zoneFamily({ zones, phase1, classic, fast }: ZoneSystem): QuorumFamily {
  const names = zones.flatMap(({ nodes }) => nodes);
  const zoneSets = zones.map(({ nodes }) => nodeSetOf(nodes, names));
  const satisfies =
    ({ zones: zonesMin, members }: ZoneRule): QuorumTest =>
    (set) =>
      zoneSets.filter((zone, index) => nodeSetSize(set & zone) >= (members[index] ?? Infinity)).length >= zonesMin;
  return familyOf(names.length, {
    phase1: satisfies(phase1),
    classic: satisfies(classic),
    fast: fast === null ? null : satisfies(fast),
  });
}

function isSubset(part: NodeSet, whole: NodeSet): boolean {
  return (part & ~whole) === 0;
}
