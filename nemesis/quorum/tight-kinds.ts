import type { QuorumFamily } from '#quorums';
import type { FaultSpec } from '../fault-spec.ts';
import { NamedQuorums } from './named-quorums.ts';
import { tightSets } from './tight-sets.ts';

/** The kinds of round for which `specs` ask that decisions come as near to being lost as the quorums of `nodes` permit. */
export function tightKinds(
  specs: readonly FaultSpec[],
  nodes: readonly string[],
  family: QuorumFamily,
): readonly ('classic' | 'fast')[] {
  const quorums = new NamedQuorums(nodes, family);
  return (['classic', 'fast'] as const).filter(
    (kind) =>
      specs.some((spec) => spec.kind === 'quorum' && (spec.variants?.includes(`tight-${kind}`) ?? true)) &&
      nodes.some((leader) => tightSets(quorums, kind, { leader, order: nodes }) !== null),
  );
}
