import type { QuorumFamily } from '#quorums';
import { NamedQuorums } from '../quorum/named-quorums.ts';

/** A setting as people write it: N/L/R/F, F null without fast rounds. */
export type Sizes = readonly [nodes: number, phase1: number, classic: number, fast: number | null];

/** Any so many nodes are a quorum. */
export function cardinalityQuorums([nodes, phase1, classic, fast]: Sizes): QuorumFamily {
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  return {
    nodes,
    isPhase1: (set) => size(set) >= phase1,
    isClassic: (set) => size(set) >= classic,
    isFast: (set) => fast !== null && size(set) >= fast,
  };
}

/** The same, on nodes n1 to nN. */
export function namedQuorums(sizes: Sizes): NamedQuorums {
  return new NamedQuorums(
    Array.from({ length: sizes[0] }, (_, place) => `n${place + 1}`),
    cardinalityQuorums(sizes),
  );
}
