import { invariant } from '#foundation';

/** A set of nodes as a bit mask: bit i stands for the i-th node of the cluster. */
export type NodeSet = number;

/** A bit mask in a JavaScript number has room for so many nodes without a sign to watch. */
export const nodeSetNodesMax = 31;

/** All of `nodes` nodes. @throws InvariantViolation when they do not fit into a `NodeSet` */
export function fullNodeSet(nodes: number): NodeSet {
  invariant(Number.isInteger(nodes) && nodes >= 0 && nodes <= nodeSetNodesMax, 'nodes fit into a bit mask', { nodes });
  return 2 ** nodes - 1;
}

/** How many nodes are in `set`. Adds bits pairwise, then by fours, then all bytes in one product. */
export function nodeSetSize(set: NodeSet): number {
  const pairs = set - ((set >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
