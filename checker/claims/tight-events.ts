import type { QuorumFamily } from '#quorums';
import type { ClaimedRun, DecidedClaim, RoundKind } from './claim-events.ts';
import { VoteIndex } from './vote-index.ts';

/** A coordinator picked a value for `instance` in `round` from one report of each of `reporters`. */
export type PickClaim = Readonly<{ kind: 'pick'; instance: number; round: number; reporters: readonly string[] }>;

/** Something that a trace tells, with its time; the times of all nodes have to be of one clock. */
export type TimedClaim = (DecidedClaim | PickClaim) & Readonly<{ atNs: number }>;

/** What tight events are counted in. */
export type TightRun = Omit<ClaimedRun, 'family'> &
  Readonly<{ family: Omit<QuorumFamily, 'nodes'>; timed: readonly TimedClaim[] }>;

/**
 * How often a decision could only just be found: a coordinator picked from the reports of a phase-1 quorum of which no
 * member could be missing, after a decision in a lower round by a phase-2 quorum of which no member could be missing, and
 * no phase-1 quorum meets those voters in fewer of the members that both have. A pick counts once for each kind of round in
 * which its instance was decided so. A vote that is not in the journals read makes a decision count for nothing.
 *
 * ```ts
 * import { countTightEvents } from 'ballotproof/checker';
 * import { cardinalityFamily } from 'ballotproof/quorums';
 *
 * const nodes = ['n1', 'n2', 'n3'];
 * const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: 3 });
 * const round = { instance: 1, round: 5, roundKind: 'classic', value: 'a' } as const;
 * const vote = { record: 1, kind: 'vote', ...round } as const;
 * const journals = [
 *   { node: 'n1', state: 'complete', records: [vote] },
 *   { node: 'n2', state: 'complete', records: [vote] },
 *   { node: 'n3', state: 'complete', records: [] },
 * ] as const;
 * const timed = [
 *   { kind: 'decided', ...round, voters: ['n1', 'n2'], atNs: 1 },
 *   { kind: 'pick', instance: 1, round: 6, reporters: ['n2', 'n3'], atNs: 2 }, // n2 alone knows of the decision
 * ] as const;
 * console.log(countTightEvents({ nodes, family, journals, traces: [], timed })); // → { classic: 1, fast: 0 }
 * ```
 */
export function countTightEvents(run: TightRun): Readonly<Record<RoundKind, number>> {
  const votes = new VoteIndex(run);
  const decisions = Map.groupBy(run.timed.filter(isDecided), ({ instance }) => instance);
  const counts = { classic: 0, fast: 0 };
  for (const pick of run.timed) {
    if (pick.kind !== 'pick' || votes.unread !== 0) continue;
    const kinds = (decisions.get(pick.instance) ?? [])
      .filter(({ round, atNs }) => round < pick.round && atNs < pick.atNs)
      .filter((decision) => isTight(pick, decision, { votes, family: run.family }))
      .map(({ roundKind }) => roundKind);
    for (const kind of new Set(kinds)) counts[kind] += 1;
  }
  return counts;
}

function isDecided(claim: TimedClaim): claim is DecidedClaim & Readonly<{ atNs: number }> {
  return claim.kind === 'decided';
}

function isTight(
  { reporters }: PickClaim,
  { instance, round, roundKind, value }: DecidedClaim,
  { votes, family }: Readonly<{ votes: VoteIndex; family: TightRun['family'] }>,
): boolean {
  const read = votes.nodes.setOf(reporters);
  const voted = votes.ballot(instance, round, value)?.voters ?? 0;
  const everybody = votes.nodes.setOf(votes.nodes.namesOf(-1));
  const isPhase2 = (set: number): boolean => votes.isQuorum(roundKind, set);
  const spared = (everybody & ~voted) | (read & voted);
  return (
    isSmallest(read, read, (set) => family.isPhase1(set)) &&
    isSmallest(voted, voted, isPhase2) &&
    isSmallest(spared, read & voted, (set) => family.isPhase1(set))
  );
}

/** Whether `set` is a quorum and would be none without any one of `members`. */
function isSmallest(set: number, members: number, isQuorum: (set: number) => boolean): boolean {
  if (!isQuorum(set)) return false;
  for (let left = members; left !== 0; left &= left - 1) if (isQuorum(set & ~(left & -left))) return false;
  return true;
}
