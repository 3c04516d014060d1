import type { Verdict } from '../verdict.ts';
import type { ClaimedRun } from './claim-events.ts';
import { Findings, listed } from './findings.ts';
import { journalGaps } from './gaps.ts';
import { type Ballot, VoteIndex } from './vote-index.ts';

/**
 * Agreement, from the journals of all nodes: in each instance at most one value has the votes of a phase-2 quorum in
 * some round, and a classic round carries one value only. A missing or damaged journal makes it `unknown`, and the
 * instances are named whose answer hangs on it.
 *
 * ```ts
 * import { checkAgreement } from 'ballotproof/checker';
 * import { cardinalityFamily } from 'ballotproof/quorums';
 *
 * const nodes = ['n1', 'n2', 'n3'];
 * const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: 3 });
 * const vote = { record: 1, kind: 'vote', instance: 1, round: 5, roundKind: 'classic', value: 'a' } as const;
 * const journals = nodes.map((node) => ({ node, state: 'complete', records: [vote] }) as const);
 * console.log(checkAgreement({ nodes, family, journals, traces: [] }).kind); // → valid
 * ```
 */
export function checkAgreement(run: ClaimedRun): Verdict {
  const votes = new VoteIndex(run);
  const findings = new Findings();
  const open: number[] = []; // instances in which the unread journals may hide the votes for a second value
  let chosenCount = 0;
  for (const instance of votes.instances) {
    const ballots = votes.ballots(instance);
    const chosen = ballots.filter(({ roundKind, voters }) => votes.isQuorum(roundKind, voters));
    const values = new Set(chosen.map(({ value }) => value));
    if (values.size > 0) chosenCount++;
    if (values.size > 1) {
      const sentence = `Instance ${instance}: two values are chosen: ${chosen.map((ballot) => describe(ballot, votes)).join('; ')}.`;
      findings.violation({ sentence, instance });
    }
    for (const [one, other] of dividedRounds(ballots)) {
      const sentence = `Instance ${instance}: classic round ${one.round} carries two values: ${describe(one, votes)}; ${describe(other, votes)}.`;
      findings.violation({ sentence, instance });
    }
    if (votes.unread !== 0) {
      const possible = ballots.filter(({ roundKind, voters }) => votes.isQuorum(roundKind, voters | votes.unread));
      if (new Set(possible.map(({ value }) => value)).size > 1) open.push(instance);
    }
  }
  if (votes.instanceCount === 0) findings.gap('No journal holds a vote, so there is nothing to judge.');
  for (const gap of journalGaps(run)) findings.gap(gap);
  if (votes.unread !== 0) findings.gap(describeOpen(open, votes));
  return findings.verdict([
    `In ${votes.instanceCount} instances the journals of ${listed(run.nodes, run.nodes.length)} choose no second value; in ${chosenCount} of them they choose one.`,
  ]);
}

/** Pairs of ballots of one classic round. */
function dividedRounds(ballots: readonly Ballot[]): readonly (readonly [Ballot, Ballot])[] {
  if (ballots.length < 2) return [];
  const rounds = new Map<number, Ballot>();
  return ballots.flatMap((ballot) => {
    const first = rounds.get(ballot.round);
    rounds.set(ballot.round, first ?? ballot);
    return first !== undefined && ballot.roundKind === 'classic' ? [[first, ballot] as const] : [];
  });
}

function describeOpen(open: readonly number[], votes: VoteIndex): string {
  if (votes.canUnreadChoose) {
    return `${listed(votes.nodes.namesOf(votes.unread))} are a quorum by themselves: their votes could choose a second value in every instance.`;
  }
  if (open.length === 0) {
    return `In no instance with a known vote could the unread votes choose a second value; instances without one are not known.`;
  }
  return `The unread votes could choose a second value in instances ${listed(open)} (${open.length} of ${votes.instanceCount}).`;
}

function describe({ round, roundKind, value, voters }: Ballot, votes: VoteIndex): string {
  return `${value} in ${roundKind} round ${round} by ${listed(votes.nodes.namesOf(voters), 31)}`;
}
