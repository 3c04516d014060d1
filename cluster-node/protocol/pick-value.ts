import type { NodeSet, QuorumFamily } from '#quorums';
import { noRound, type Round, roundKind } from './round.ts';
import type { Value, Vote } from './value.ts';

export type PickCase = 'K1' | 'K2a' | 'K2b' | 'K2c' | 'broken';

/** Per acceptor index the vote that it reported; null: it never voted in the instance. */
export type Reports = ReadonlyMap<number, Vote | null>;

/**
 * What phase 2a may carry. `forced`: only this value; `free`: any proposed one, or ANY in a fast round, best one of
 * `candidates` (most votes first); `broken`: two values may have been chosen, so the quorums do not meet.
 */
export type Pick =
  | Readonly<{ kind: 'forced'; case: 'K2a' | 'K2b'; value: Value }>
  | Readonly<{ kind: 'free'; case: 'K1' | 'K2c'; candidates: readonly Value[] }>
  | Readonly<{ kind: 'broken'; case: 'broken'; candidates: readonly Value[] }>;

/**
 * Which value may have been chosen below the round for which `reports` were given, from the votes of the highest
 * round k among them. A value may have been chosen in k when its voters, together with everybody who did not report,
 * hold a phase-2 quorum of k (O4), so the actual number of reports counts and not the size of a phase-1 quorum.
 * Fast Paxos section 2.2.2, protocol.md 2.3.
 */
export function pickValue(reports: Reports, quorums: QuorumFamily): Pick {
  const highest = highestRound(reports);
  if (highest === noRound) return { kind: 'free', case: 'K1', candidates: [] };
  const voters = votersByValue(reports, highest);
  const values = [...voters.keys()];
  const [only] = values;
  if (values.length === 1 && only !== undefined) return { kind: 'forced', case: 'K2a', value: only };
  const silent = silentNodes(reports, quorums.nodes);
  const possible = values.filter((value) => isQuorumOf(highest, (voters.get(value) ?? 0) | silent, quorums));
  const [first] = possible;
  if (first === undefined) return { kind: 'free', case: 'K2c', candidates: values };
  if (possible.length === 1) return { kind: 'forced', case: 'K2b', value: first };
  return { kind: 'broken', case: 'broken', candidates: possible };
}

/** True when `members` contain a phase-2 quorum of `round`. */
export function isQuorumOf(round: Round, members: NodeSet, quorums: QuorumFamily): boolean {
  return roundKind(round) === 'fast' ? quorums.isFast(members) : quorums.isClassic(members);
}

export function highestRound(reports: Reports): Round {
  let highest = noRound;
  for (const vote of reports.values()) {
    if (vote !== null && vote.round > highest) highest = vote.round;
  }
  return highest;
}

/** Who voted what in `round`; values with more voters come first, equals in the order of the values themselves. */
export function votersByValue(reports: Reports, round: Round): Map<Value, NodeSet> {
  const voters = new Map<Value, NodeSet>();
  const counts = new Map<Value, number>();
  for (const [acceptor, vote] of reports) {
    if (vote?.round !== round) continue;
    voters.set(vote.value, (voters.get(vote.value) ?? 0) | (1 << acceptor));
    counts.set(vote.value, (counts.get(vote.value) ?? 0) + 1);
  }
  const order = [...voters].sort(([a], [b]) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1));
  return new Map(order);
}

/** The acceptors whose vote is not known. */
export function silentNodes(reports: Reports, nodes: number): NodeSet {
  let silent: NodeSet = (1 << nodes) - 1;
  for (const acceptor of reports.keys()) silent &= ~(1 << acceptor);
  return silent;
}
