import { isDeepStrictEqual } from 'node:util';
import type { ReplicaDescription } from '#cluster-node';
import type { ExploreScope } from './explore-scope.ts';
import type { ExploredNode } from './explored-node.ts';

/**
 * True when `lived`, which has crashed and was described as `before` until then, can do nothing now that it could not do without the
 * crash, so that the crash need not be looked at.
 *
 * Equal descriptions are the plain case. Beyond that, a node that will begin no more rounds and ask for no more commands loses, besides
 * what it takes for chosen, only its office, its partial counts, the fast step that it had opened to proposals and its hints of where to
 * go on. The office, the counts and the open step make it act on messages; whatever it does without them it does with them too
 * when those messages do not come, since none of them is needed to promise or to vote for a 2a. The hints, being lower after a crash,
 * matter to a vote in a later fast round, and to proposals and ANY that this node sends; so there must be no second fast round, and
 * nothing more for it to send. In the one instance it has voted at most once for each round anyway.
 */
export function losesNothing(scope: ExploreScope, lived: ExploredNode, before: ReplicaDescription): boolean {
  const after = lived.describe();
  if (isDeepStrictEqual(after, before)) return true;
  const isFastOnce = scope.rounds.filter(({ kind }) => kind === 'fast').length <= 1;
  if (!scope.reduces || scope.instances > 1 || !isFastOnce || !isPassive(scope, lived)) return false;
  return isDeepStrictEqual(after.known, before.known);
}

/** Its description without what only matters to the rounds that it has still to begin. */
export function futureOf(scope: ExploreScope, lived: ExploredNode): ReplicaDescription {
  const described = lived.describe();
  const hearsOfRounds = scope.delivered.has('heartbeat') || scope.delivered.has('nack');
  return roundsLeft(scope, lived) > 0 || hearsOfRounds ? described : { ...described, office: null };
}

function isPassive(scope: ExploreScope, lived: ExploredNode): boolean {
  const asks = scope.homes.includes(lived.node) && !lived.hasAsked;
  return roundsLeft(scope, lived) === 0 && !asks;
}

function roundsLeft(scope: ExploreScope, { node, begun }: ExploredNode): number {
  return scope.rounds.filter((round) => round.node === node).length - begun;
}
