import type { QuorumTest } from '../family.ts';
import { fullNodeSet, type NodeSet } from '../node-set.ts';
import { minimalQuorum } from './quorum-side.ts';

/**
 * All sets of `nodes` nodes that are quorums, but not without any one of their members. Null when more than `limit` quorums
 * would have to be looked at. A superset of a quorum has to be a quorum.
 */
export function minimalSets(nodes: number, isQuorum: QuorumTest, limit: number): readonly NodeSet[] | null {
  const minimal: NodeSet[] = [];
  let looked = 0;
  /** Decides about the nodes from `node` on, while the undecided ones can still complete `chosen`. */
  const extend = (chosen: NodeSet, node: number): boolean => {
    if (isQuorum(chosen)) {
      looked += 1;
      if (looked > limit) return false;
      if (minimalQuorum(chosen, isQuorum) === chosen) minimal.push(chosen);
      return true;
    }
    const later = fullNodeSet(nodes) & ~fullNodeSet(node + 1);
    if (isQuorum(chosen | later) && !extend(chosen, node + 1)) return false;
    return extend(chosen | (1 << node), node + 1);
  };
  if (!isQuorum(fullNodeSet(nodes))) return minimal;
  return extend(0, 0) ? minimal.toSorted((one, other) => one - other) : null;
}
