import { type ReplicaDescription, roundNumber, roundOwner } from '#cluster-node';
import { type ExploreScope, isNarrow } from './explore-scope.ts';
import type { ExploredNode } from './explored-node.ts';

/** The only instance in a narrow scope. */
const first = 1;

/**
 * What the future of a node depends on: nodes for which this is equal need not be told apart.
 *
 * In general that is all that `Replica.describe` tells. In a narrow scope it is less, because votes are cast in instance 1 alone and every
 * message that was ever sent may arrive once more. It does not matter:
 * - The office of a classic coordinator that has sent its 2a in instance 1, or has found that instance decided: whatever it would still
 *   do concerns higher instances.
 * - A fast round of somebody else that it has opened and not voted in: ANY can be heard again, right before the proposal or the
 *   command that is to find it open (`arrivals-together.ts`). But a coordinator in office is not indifferent to that, since
 *   an open round keeps proposals from it: there it is kept. After the vote it matters whether the acceptor remembers what it voted for.
 * - Which rounds it has heard of, but for whether they forbid the next one of its own. What a node does about the rounds of others
 *   depends on its promise.
 * - Where to go on beyond instance 1, what its clients wait for, and what is executed, which follows from what is chosen.
 */
export function futureOf(scope: ExploreScope, lived: ExploredNode, described: ReplicaDescription): unknown {
  if (!isNarrow(scope)) return described;
  const { acceptor, learner, office } = described;
  const duties = dutiesOf(described);
  const begins = mayBegin(scope, lived, described);
  return [
    learner.chosen,
    learner.tallies,
    Math.min(learner.highestSeen, first),
    acceptor.promised,
    acceptor.highestPromised,
    acceptor.instances.filter(([instance]) => instance === first),
    openRound(acceptor, lived.node, duties !== null),
    Math.min(acceptor.cursor, first + 1),
    duties,
    begins && scope.numbers === null ? roundNumber(office.highestRound) : begins,
  ];
}

/** What the future of a node depends on when it crashes; null: it cannot crash any more. */
export function diskOf(scope: ExploreScope, lived: ExploredNode): unknown {
  if (!isNarrow(scope)) return lived.describeDisk();
  return lived.crashes < scope.crashes ? futureOf(scope, lived, lived.describeRestarted()) : null;
}

/** False: it has no round left, or has heard of higher ones than its next. */
export function mayBegin(scope: ExploreScope, lived: ExploredNode, { office }: ReplicaDescription): boolean {
  if (scope.rounds.filter(({ node }) => node === lived.node).length <= lived.begun) return false;
  const number = nextNumber(scope, lived);
  return number === null || roundNumber(office.highestRound) < number;
}

/** The number of the round that it begins next; null: it is not given in advance. */
export function nextNumber(
  { rounds, numbers }: ExploreScope,
  { node, begun }: Readonly<{ node: number; begun: number }>,
): number | null {
  const own = rounds.flatMap((round, place) => (round.node === node ? [numbers?.[place] ?? null] : []));
  return own[begun] ?? null;
}

function dutiesOf({ coordinator }: ReplicaDescription): unknown {
  const { mode, round, next, reports, recovers, rest } = coordinator;
  if (mode === 'idle' || (mode === 'classic' && next > first)) return null;
  return [mode, round, Math.min(next, first + 1), reports, recovers, rest];
}

function openRound({ open, instances }: ReplicaDescription['acceptor'], self: number, hasDuties: boolean): unknown {
  if (open === null) return null;
  const [, state] = instances.find(([instance]) => instance === first) ?? [];
  if (state?.vote?.round === open.round) return 'voted';
  if (!hasDuties && roundOwner(open.round) !== self) return null;
  return (state?.promised ?? 0) > open.round || open.from > first ? 'of no use here' : open;
}
