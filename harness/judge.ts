import {
  type ClaimedRun,
  checkAcceptorRules,
  checkAgreement,
  checkAppliedValues,
  checkCountedVotes,
  checkInWorker,
  type HistoryVerdict,
  type OperationSummary,
  readHistory,
  type VerdictKind,
} from '#checker';
import { quorumFamily } from '#quorums';
import { exitStatus } from './exit-status.ts';
import { evidenceOf } from './judge/evidence.ts';
import { gatherFacts } from './judge/gather-facts.ts';
import type { NamedVerdict, RunFacts } from './judge/run-facts.ts';
import { runSelfTests } from './judge/self-tests.ts';
import { combinedVerdict, type Finding, findings } from './judge/verdict-table.ts';
import { nodeFiles } from './run-observations.ts';
import type { RunPlan } from './run-plan.ts';
import type { RunFiles } from './run-store.ts';
import { workloads } from './run-workload.ts';
import { seededRng } from './seeded-rng.ts';
import { readObservations, readPlan } from './stored-run.ts';
import { type PaxosFiles, readPaxosFiles } from './systems/paxos-files.ts';

/** What a run came to. `findings`: every rule that applied; `evidence`: what was shown, in sentences. */
export type Judgement = Readonly<{
  verdict: VerdictKind;
  exitStatus: number;
  findings: readonly Finding[];
  evidence: readonly string[];
  plan: RunPlan;
  facts: RunFacts;
  summary: OperationSummary;
}>;

export type JudgingLimits = Readonly<{ timeLimitMs: number; signal: AbortSignal }>;

/**
 * Judges a run from what is on disk; repeating it gives the same answer.
 * @throws HarnessError RUN_UNREADABLE, or HistoryError when the history is not one
 */
export async function judgeRun(files: RunFiles, limits: JudgingLimits): Promise<Judgement> {
  const plan = readPlan(files);
  const observations = readObservations(files);
  const { ops } = await readHistory(files.history);
  const paxos = await readPaxosFiles(nodeFiles(files, plan.nodes, observations));
  const workload = workloads[plan.workload];
  const clientsView = withoutCost(await checkInWorker(ops, { ...workload.question, explain: true, ...limits }));
  // A history that is convicted already proves nothing about what is planted in it.
  const selfTests =
    clientsView.kind === 'invalid'
      ? []
      : await runSelfTests(ops, { workload, rng: seededRng(plan.seed).fork('self-tests'), limits });
  const verdicts = [{ checker: workload.checker, verdict: clientsView }, ...claimVerdicts(plan, paxos)];
  const { facts, summary } = gatherFacts({ plan, ops, observations, paxos, verdicts, selfTests });
  const found = findings(facts);
  const verdict = combinedVerdict(found);
  return {
    verdict,
    exitStatus: exitStatus[verdict],
    findings: found,
    evidence: evidenceOf(facts, summary),
    plan,
    facts,
    summary,
  };
}

/** What it cost differs each time, and judging again gives the same. */
function withoutCost(verdict: HistoryVerdict & Readonly<{ cost?: unknown }>): HistoryVerdict {
  const { cost: _, ...judged } = verdict;
  return judged;
}

function claimVerdicts(plan: RunPlan, { journals, traces }: PaxosFiles): readonly NamedVerdict[] {
  // Without any journal there are no claims; that the journals are missing is told once.
  if (journals.every(({ state }) => state === 'missing')) return [];
  const run: ClaimedRun = { nodes: plan.nodes, family: quorumFamily(plan.quorums), journals, traces };
  return [
    { checker: 'agreement', verdict: checkAgreement(run) },
    { checker: 'acceptor rules', verdict: checkAcceptorRules(run) },
    { checker: 'counted votes', verdict: checkCountedVotes(run) },
    { checker: 'applied values', verdict: checkAppliedValues(run) },
  ];
}
