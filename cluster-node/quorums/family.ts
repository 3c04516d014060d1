import { invariant } from '#foundation';
import { assertMeaningful, type CardinalitySetting } from './cardinality.ts';
import { fullNodeSet, type NodeSet, nodeSetSize } from './node-set.ts';

/**
 * Which sets of nodes are quorums. A superset of a quorum is a quorum. The protocol asks nothing else, so cardinality,
 * weighted, grid, explicit and zone systems are makers of this same interface.
 */
export interface QuorumFamily {
  readonly nodes: number;
  isPhase1(set: NodeSet): boolean;
  /** Phase 2 of a classic round. */
  isClassic(set: NodeSet): boolean;
  /** Phase 2 of a fast round; always false when fast rounds are not used. */
  isFast(set: NodeSet): boolean;
}

/** Whether a set of nodes is a quorum of one phase. */
export type QuorumTest = (set: NodeSet) => boolean;

/**
 * The family of a cardinality setting, safe or not: negative controls run with unsafe ones.
 * @throws QuorumSettingError when the sizes mean nothing
 * @throws InvariantViolation when there are more than 31 nodes, or a set names a node that does not exist
 */
export function cardinalityFamily(setting: CardinalitySetting): QuorumFamily {
  assertMeaningful(setting);
  const { nodes, phase1, classic, fast } = setting;
  const atLeast =
    (size: number): QuorumTest =>
    (set) =>
      nodeSetSize(set) >= size;
  return familyOf(nodes, {
    phase1: atLeast(phase1),
    classic: atLeast(classic),
    fast: fast === null ? null : atLeast(fast),
  });
}

/**
 * The family with one test per phase; `fast: null`: fast rounds are not used.
 * @throws InvariantViolation when there are more than 31 nodes, or a set names a node that does not exist
 */
export function familyOf(
  nodes: number,
  tests: Readonly<{ phase1: QuorumTest; classic: QuorumTest; fast: QuorumTest | null }>,
): QuorumFamily {
  const outside = ~fullNodeSet(nodes);
  const guarded =
    (isQuorum: QuorumTest): QuorumTest =>
    (set) => {
      invariant((set & outside) === 0, 'a node set names only nodes of the cluster');
      return isQuorum(set);
    };
  return {
    nodes,
    isPhase1: guarded(tests.phase1),
    isClassic: guarded(tests.classic),
    isFast: guarded(tests.fast ?? (() => false)),
  };
}
