import type { Verdict } from '../verdict.ts';
import type { ClaimedRun, DecidedClaim } from './claim-events.ts';
import { Findings, listed } from './findings.ts';
import { journalGaps, traceGaps } from './gaps.ts';
import { VoteIndex } from './vote-index.ts';

/**
 * What the learners say against what the voters wrote down: each vote that a learner counted is in its voter's journal,
 * the votes counted are a phase-2 quorum, what is known to be chosen has a quorum in the journals, and all nodes
 * know the same value of an instance. `unknown` when a journal that would be needed is missing or damaged.
 *
 * ```ts
 * import { checkCountedVotes } from 'ballotproof/checker';
 * import { cardinalityFamily } from 'ballotproof/quorums';
 *
 * const nodes = ['n1', 'n2', 'n3'];
 * const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: 3 });
 * const round = { instance: 1, round: 5, roundKind: 'classic', value: 'a' } as const;
 * const journals = nodes.map(
 *   (node) => ({ node, state: 'complete', records: [{ record: 1, kind: 'vote', ...round }] }) as const,
 * );
 * const decided = { kind: 'decided', ...round, voters: ['n1', 'n2'] } as const;
 * const traces = nodes.map((node) => ({ node, state: 'complete', events: [decided] }) as const);
 * console.log(checkCountedVotes({ nodes, family, journals, traces }).kind); // → valid
 * ```
 */
export function checkCountedVotes(run: ClaimedRun): Verdict {
  const votes = new VoteIndex(run);
  const findings = new Findings();
  const known = new Map<number, Knowledge>();
  const unread = new Map<string, number[]>();
  let decidedCount = 0;
  for (const { node, events } of run.traces) {
    for (const event of events) {
      if (event.kind !== 'decided') continue;
      decidedCount++;
      judgeCount(event, { learner: node, votes, findings, unread });
      compare({ node, ...event }, { known, findings });
    }
  }
  for (const { node, records } of run.journals) {
    for (const record of records) {
      if (record.kind === 'chosen') compare({ node, ...record }, { known, findings });
    }
  }
  judgeBacking(known, { votes, findings });

  if (decidedCount === 0) findings.gap('No trace holds a decision, so there is nothing to judge.');
  for (const gap of traceGaps(run)) findings.gap(gap);
  for (const [node, instances] of unread) {
    findings.gap(
      `Votes of ${node} were counted that its unread journal cannot confirm, in instances ${listed(instances)}.`,
    );
  }
  for (const gap of journalGaps(run)) findings.gap(gap);
  return findings.verdict([
    `${decidedCount} decisions rest on votes that their voters wrote down, and all nodes know the same value in each of ${known.size} instances.`,
  ]);
}

type Knowledge = Readonly<{ node: string; value: string }>;

function judgeCount(
  { instance, round, roundKind, value, voters }: DecidedClaim,
  {
    learner,
    votes,
    findings,
    unread,
  }: Readonly<{ learner: string; votes: VoteIndex; findings: Findings; unread: Map<string, number[]> }>,
): void {
  const decision = `${learner} decided ${value} in ${roundKind} round ${round} of instance ${instance}`;
  const strangers = voters.filter((voter) => !votes.nodes.has(voter));
  if (strangers.length > 0) {
    findings.violation({
      sentence: `${decision} and counted ${listed(strangers)}, which is not a node of the run.`,
      instance,
      node: learner,
    });
  }
  const counted = votes.nodes.setOf(voters);
  if (!votes.isQuorum(roundKind, counted)) {
    const names = counted === 0 ? 'nobody' : listed(votes.nodes.namesOf(counted), 31);
    findings.violation({ sentence: `${decision} and counted ${names}, which is no quorum.`, instance, node: learner });
  }
  const unconfirmed = counted & ~(votes.ballot(instance, round, value)?.voters ?? 0);
  if (unconfirmed === 0) return;
  for (const voter of votes.nodes.namesOf(unconfirmed)) {
    if ((votes.nodes.setOf([voter]) & votes.unread) !== 0) {
      const instances = unread.get(voter);
      if (instances === undefined) unread.set(voter, [instance]);
      else if (instances.at(-1) !== instance) instances.push(instance);
    } else {
      findings.violation({
        sentence: `${decision} and counted a vote of ${voter} that is not in the journal of ${voter}.`,
        instance,
        node: voter,
      });
    }
  }
}

function compare(
  { node, instance, value }: Readonly<{ node: string; instance: number; value: string }>,
  { known, findings }: Readonly<{ known: Map<number, Knowledge>; findings: Findings }>,
): void {
  const first = known.get(instance);
  if (first === undefined) known.set(instance, { node, value });
  else if (first.value !== value) {
    findings.violation({
      sentence: `Instance ${instance}: ${first.node} knows ${first.value} to be chosen, ${node} knows ${value}.`,
      instance,
      node,
    });
  }
}

function judgeBacking(
  known: ReadonlyMap<number, Knowledge>,
  { votes, findings }: Readonly<{ votes: VoteIndex; findings: Findings }>,
): void {
  const open: number[] = [];
  for (const [instance, { node, value }] of known) {
    const chosen = votes.isChosen(instance, value);
    if (chosen === 'unread') open.push(instance);
    if (chosen !== 'no') continue;
    findings.violation({
      sentence: `Instance ${instance}: ${node} knows ${value} to be chosen, but no quorum of journals voted for it in one round.`,
      instance,
      node,
    });
  }
  if (open.length > 0)
    findings.gap(`The quorum behind the value hangs on unread journals in instances ${listed(open)}.`);
}
