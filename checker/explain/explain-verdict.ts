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
const defaultLimitMs = 5_000;

/** The explanations of a verdict of `checkLinearizability`; none unless it is `invalid`. @throws ModelError */
export function explainResult(
  table: OperationTable,
  model: AnyModel | string,
  { violations }: LinearizabilityResult,
  { now = monotonicMs, timeLimitMs = defaultLimitMs }: ExplainOptions = {},
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
