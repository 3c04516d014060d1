import type { Fault, Grudge } from '#ports';
import { completeGrudge } from '../grudge.ts';
import { without } from './named-quorums.ts';
import type { QuorumVariant } from './quorum-variant.ts';

/** `members` and the others do not hear each other. */
export function cutOff(nodes: readonly string[], members: readonly string[]): Grudge {
  return completeGrudge([members, without(nodes, members)]);
}

/** The cuts of a fault along quorums. */
export function quorumPartition(variant: QuorumVariant, grudge: Grudge): Fault {
  return { kind: 'partition', variant, grudge };
}
