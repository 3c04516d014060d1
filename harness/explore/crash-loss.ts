import { isDeepStrictEqual } from 'node:util';
import type { ReplicaDescription } from '#cluster-node';
import { type ExploreScope, isNarrow } from './explore-scope.ts';
import type { ExploredNode } from './explored-node.ts';
import { mayBegin } from './node-future.ts';

/**
 * True when `lived`, which has crashed and was described as `before` until then, can do nothing now that it could not do without the
 * crash, so that the crash need not be looked at.
 *
 * Equal descriptions are the plain case. Beyond that, a node that will begin no more rounds and ask for no more commands loses, besides
 * what it takes for chosen, only its office with the recoveries in it, its partial counts, the fast step that it had opened to proposals and
 * its hints of where to go on. The office, the counts and the open step make it act on messages; whatever it does without them it does with
 * them too when those messages do not come, since none of them is needed to promise or to vote for a 2a. The hints, being lower after a crash,
 * matter to a vote in a later fast round, and to proposals and ANY that this node sends; so there must be no second fast round, and
 * nothing more for it to send. In the one instance it has voted at most once for each round anyway.
 */
export function losesNothing(scope: ExploreScope, lived: ExploredNode, before: ReplicaDescription): boolean {
  const after = lived.describe();
  if (isDeepStrictEqual(after, before)) return true;
  const isFastOnce = scope.rounds.filter(({ kind }) => kind === 'fast').length <= 1;
  if (!isNarrow(scope) || !isFastOnce || !isPassive(scope, lived, after)) return false;
  return isDeepStrictEqual(after.learner.chosen, before.learner.chosen);
}

function isPassive(scope: ExploreScope, lived: ExploredNode, described: ReplicaDescription): boolean {
  const asks = scope.homes.includes(lived.node) && !lived.hasAsked;
  return !mayBegin(scope, lived, described) && !asks;
}
