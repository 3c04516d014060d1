import type { NodeSet } from '../node-set.ts';
import type { QuorumSystem } from './system.ts';

/**
 * The nodes of a system by name; bit i of a `NodeSet` stands for the i-th. Cardinality and grid systems call them n1 to
 * nN, the other systems name them themselves.
 */
export function nodeNames(system: QuorumSystem): readonly string[] {
  switch (system.kind) {
    case 'cardinality':
      return numberedNodes(system.nodes);
    case 'grid':
      return numberedNodes(system.rows * system.columns);
    case 'weighted':
    case 'explicit':
      return system.nodes;
    case 'zones':
      return system.zones.flatMap(({ nodes }) => nodes);
  }
}

/** `n1` to `nN`. */
export function numberedNodes(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `n${index + 1}`);
}

/** The names of the members of `set`, in the order of `nodes`. */
export function membersOf(set: NodeSet, nodes: readonly string[]): readonly string[] {
  return nodes.filter((_, index) => (set & (1 << index)) !== 0);
}

/** The set of those of `nodes` that `members` names; names that are not of `nodes` are left out. */
export function nodeSetOf(members: readonly string[], nodes: readonly string[]): NodeSet {
  return nodes.reduce((set, node, index) => (members.includes(node) ? set | (1 << index) : set), 0);
}
