import type { QuorumFamily } from '#quorums';
import type { FaultSpec } from '../fault-spec.ts';
import { NamedQuorums } from './named-quorums.ts';
import { tightSets } from './tight-sets.ts';

/** Kinds of round in which decisions are to come as near to being lost as quorums permit. */
export type TightKinds = Readonly<{
  wanted: readonly ('classic' | 'fast')[];
  /** Asked for too, but whoever leads, no decision can be kept from the next leader. */
  impossible: readonly ('classic' | 'fast')[];
}>;

/** What `specs` ask for, and the quorums of `nodes` leave room for. */
export function tightKinds(specs: readonly FaultSpec[], nodes: readonly string[], family: QuorumFamily): TightKinds {
  const quorums = new NamedQuorums(nodes, family);
  const asked = (['classic', 'fast'] as const).filter(
    (kind) =>
      quorums.has(kind) &&
      specs.some((spec) => spec.kind === 'quorum' && (spec.variants?.includes(`tight-${kind}`) ?? true)),
  );
  const isPossible = (kind: 'classic' | 'fast'): boolean =>
    nodes.some((leader) => tightSets(quorums, kind, { leader, order: nodes }) !== null);
  return { wanted: asked.filter(isPossible), impossible: asked.filter((kind) => !isPossible(kind)) };
}
