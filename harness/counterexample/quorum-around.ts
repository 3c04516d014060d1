import { invariant } from '#foundation';
import type { NodeSet } from '#quorums';

/**
 * A quorum with the first node of `order`: nodes are added in that order until they are one, and then those that are not
 * needed are left out, the last first. @throws InvariantViolation when all nodes together are none
 */
export function quorumAround(order: readonly number[], isQuorum: (set: NodeSet) => boolean): NodeSet {
  let set: NodeSet = 0;
  const added: number[] = [];
  for (const node of order) {
    if (isQuorum(set)) break;
    set |= 1 << node;
    added.push(node);
  }
  invariant(isQuorum(set), 'all nodes together are a quorum');
  for (const node of added.slice(1).toReversed()) if (isQuorum(set & ~(1 << node))) set &= ~(1 << node);
  return set;
}
