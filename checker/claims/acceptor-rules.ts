import { assertNever } from '#foundation';
import type { Verdict } from '../verdict.ts';
import type { ClaimedRun, JournalClaim, JournalClaims, VoteClaim } from './claim-events.ts';
import { Findings } from './findings.ts';
import { journalGaps } from './gaps.ts';

/**
 * Each acceptor against its own journal, record by record: promises never go back, restarts included; a vote is never below a promise
 * (of all instances or of its own) nor in a round at or below the last vote, unless it repeats that vote. A damaged
 * journal is judged up to the damage, and the verdict is `unknown` at best.
 *
 * ```ts
 * import { checkAcceptorRules } from 'ballotproof/checker';
 * import { cardinalityFamily } from 'ballotproof/quorums';
 *
 * const nodes = ['n1', 'n2', 'n3'];
 * const family = cardinalityFamily({ nodes: 3, phase1: 2, classic: 2, fast: 3 });
 * const vote = { kind: 'vote', instance: 1, round: 5, roundKind: 'classic', value: 'a' } as const;
 * const journals = nodes.map(
 *   (node) =>
 *     ({
 *       node,
 *       state: 'complete',
 *       records: [
 *         { record: 1, kind: 'promise', round: 9 },
 *         { record: 2, ...vote },
 *       ],
 *     }) as const,
 * );
 * console.log(checkAcceptorRules({ nodes, family, journals, traces: [] }).kind); // → invalid
 * ```
 */
export function checkAcceptorRules(run: ClaimedRun): Verdict {
  const findings = new Findings();
  let recordCount = 0;
  for (const journal of run.journals) {
    recordCount += journal.records.length;
    judgeJournal(journal, findings);
  }
  if (recordCount === 0) findings.gap('No journal holds a record, so there is nothing to judge.');
  for (const gap of journalGaps(run)) findings.gap(gap);
  return findings.verdict([
    `${recordCount} records in ${run.journals.length} journals keep to the rules of an acceptor.`,
  ]);
}

/** What an acceptor has promised and voted, as its journal tells so far. Rounds are 0 where there is none. */
type Memory = { promised: number; readonly raised: Map<number, number>; readonly votes: Map<number, VoteClaim> };

function judgeJournal({ node, records }: JournalClaims, findings: Findings): void {
  const memory: Memory = { promised: 0, raised: new Map(), votes: new Map() };
  for (const claim of records) {
    const fault = faultOf(claim, memory);
    if (fault !== null)
      findings.violation({
        ...fault,
        sentence: `${node}, record ${claim.record}: ${fault.sentence}.`,
        node,
        record: claim.record,
      });
    remember(claim, memory);
  }
}

function faultOf(claim: JournalClaim, memory: Memory): Readonly<{ sentence: string; instance?: number }> | null {
  switch (claim.kind) {
    case 'chosen':
      return null;
    case 'start':
      return faultOfStart(claim, memory);
    case 'promise':
      if (claim.round >= memory.promised) return null;
      return { sentence: `promised round ${claim.round} after round ${memory.promised}` };
    case 'promise-instance': {
      const { instance, round } = claim;
      const taken = roundTaken(instance, memory);
      return round >= taken
        ? null
        : { sentence: `promised round ${round} for instance ${instance} after round ${taken}`, instance };
    }
    case 'vote': {
      const { instance, round, value } = claim;
      const last = memory.votes.get(instance);
      if (last?.round === round) {
        if (last.value === value) return null;
        return {
          sentence: `voted ${value} in round ${round} of instance ${instance}, where it had voted ${last.value}`,
          instance,
        };
      }
      const taken = roundTaken(instance, memory);
      if (round >= taken) return null;
      const why = taken === last?.round ? `it had voted in round ${taken}` : `it had promised round ${taken}`;
      return { sentence: `voted ${value} in round ${round} of instance ${instance} although ${why}`, instance };
    }
    default:
      return assertNever(claim);
  }
}

/** What an acceptor wrote down before a restart it knows after it. */
function faultOfStart(
  { promised, votes }: Extract<JournalClaim, { kind: 'start' }>,
  memory: Memory,
): Readonly<{ sentence: string }> | null {
  if (promised < memory.promised) {
    return { sentence: `started again with promise ${promised} although it had promised round ${memory.promised}` };
  }
  if (votes >= memory.votes.size) return null;
  return {
    sentence: `started again with the votes of ${votes} instances although it had voted in ${memory.votes.size}`,
  };
}

function remember(claim: JournalClaim, memory: Memory): void {
  switch (claim.kind) {
    case 'chosen':
    case 'start':
      return;
    case 'promise':
      memory.promised = Math.max(memory.promised, claim.round);
      return;
    case 'vote': {
      const last = memory.votes.get(claim.instance);
      if (last === undefined || last.round < claim.round) memory.votes.set(claim.instance, claim);
      return raise(claim.instance, claim.round, memory);
    }
    case 'promise-instance':
      return raise(claim.instance, claim.round, memory);
    default:
      return assertNever(claim);
  }
}

function raise(instance: number, round: number, { raised }: Memory): void {
  raised.set(instance, Math.max(raised.get(instance) ?? 0, round));
}

/** The highest round that the acceptor takes part in, in this instance. */
function roundTaken(instance: number, { promised, raised }: Memory): number {
  return Math.max(promised, raised.get(instance) ?? 0);
}
