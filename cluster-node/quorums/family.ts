import { invariant } from '#foundation';
import { assertMeaningful, type CardinalitySetting } from './cardinality.ts';
import { fullNodeSet, type NodeSet, nodeSetSize } from './node-set.ts';

/**
 * Which sets of nodes are quorums. A superset of a quorum is a quorum. The protocol asks nothing else, so weighted,
 * grid and explicit systems are other makers of this same interface.
 */
export interface QuorumFamily {
  readonly nodes: number;
  isPhase1(set: NodeSet): boolean;
  /** Phase 2 of a classic round. */
  isClassic(set: NodeSet): boolean;
  /** Phase 2 of a fast round; always false when fast rounds are not used. */
  isFast(set: NodeSet): boolean;
}

/**
 * The family of a cardinality setting, safe or not: negative controls run with unsafe ones.
 * @throws QuorumSettingError when the sizes mean nothing
 * @throws InvariantViolation when there are more than 31 nodes, or a set names a node that does not exist
 */
export function cardinalityFamily(setting: CardinalitySetting): QuorumFamily {
  assertMeaningful(setting);
  const { nodes, phase1, classic, fast } = setting;
  const outside = ~fullNodeSet(nodes);
  const size = (set: NodeSet): number => {
    invariant((set & outside) === 0, 'a node set names only nodes of the cluster');
    return nodeSetSize(set);
  };
  return {
    nodes,
    isPhase1: (set) => size(set) >= phase1,
    isClassic: (set) => size(set) >= classic,
    isFast: (set) => fast !== null && size(set) >= fast,
  };
}
