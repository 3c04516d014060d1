import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { OperationTable } from '../history/operation-table.ts';
import type { LinearizabilityResult } from '../linearizability/linearizability-result.ts';
import type { AnyModel } from '../models/model.ts';
import type { TransactionQuestion } from '../transactions/judge-transactions.ts';
import type { Verdict } from '../verdict.ts';
import { type ExplainOptions, explainLinearizability } from './explain-linearizability.ts';
import { explainTransactions } from './explain-transactions.ts';
import type { Explanation } from './explanation.ts';

/** Parts that are explained; the others are named by the verdict. */
const explainedMax = 3;
/** For all of them together, and what they get even where the check took all the time there was. */
const limitMaxMs = 5_000;
const limitMinMs = 500;

/** The time for explanations of a check that began at `startMs` on the clock `now` and may take `timeLimitMs`. */
export function explanationLimits(
  { now = monotonicMs, timeLimitMs = Infinity }: ExplainOptions,
  startMs: number,
): Required<ExplainOptions> {
  const leftMs = timeLimitMs - (now() - startMs);
  return { now, timeLimitMs: Math.min(limitMaxMs, Math.max(limitMinMs, leftMs)) };
}

/** The explanations of a verdict of `checkLinearizability`; none unless it is `invalid`. @throws ModelError */
export function explainResult(
  table: OperationTable,
  model: AnyModel | string,
  { violations }: LinearizabilityResult,
  { now = monotonicMs, timeLimitMs = limitMaxMs }: ExplainOptions = {},
): readonly Explanation[] {
  const deadlineMs = now() + timeLimitMs;
  return violations
    .slice(0, explainedMax)
    .map((violation) => explainLinearizability(table, model, violation, { now, timeLimitMs: deadlineMs - now() }));
}

/** The explanation of a verdict of `judgeTransactions`, if there is one. @throws TransactionError */
export function explainJudgement(
  table: OperationTable,
  verdict: Verdict,
  question: TransactionQuestion,
  options: ExplainOptions = {},
): readonly Explanation[] {
  if (verdict.kind !== 'invalid') return [];
  const explanation = explainTransactions(table, verdict, question, options);
  return explanation === null ? [] : [explanation];
}
