import { monotonicMs } from './adapters/monotonic-ms.ts';
import { explainPlainly } from './explain/explain-plainly.ts';
import { explainJudgement, explainResult, explanationLimits } from './explain/explain-verdict.ts';
import type { Explanation } from './explain/explanation.ts';
import { endings, type OperationTable } from './history/operation-table.ts';
import { opsOfTable, tableOfOps } from './history/table-rows.ts';
import { initialStateHint } from './initial-state-hint.ts';
import { knownModel } from './known-models.ts';
import { type CheckOptions, checkLinearizability } from './linearizability/check-linearizability.ts';
import { modelFor, modelOrNull } from './model-for.ts';
import { ModelError } from './models/model.ts';
import { type MultiRegisterState, multiRegisterModel } from './models/multi-register.ts';
import { plainCheckerNamed } from './plain/named-plain-checkers.ts';
import { plainVerdict } from './plain/plain-verdict.ts';
import { assumptionNames, judgeTransactions, type KeyAssumptions } from './transactions/judge-transactions.ts';
import type { UnwrittenReads } from './transactions/register-anomalies.ts';
import type { Verdict } from './verdict.ts';

/** What is asked of a history. */
export type HistoryQuestion = Readonly<{
  /** One of `historyModels`, or another name that it goes by. Default: what the functions of the history tell. */
  model?: string | undefined;
  /** What transactions are held to. Default: `strict-serializable`, without real time `serializable`. */
  consistency?: string | undefined;
  /** What reads of values that nobody wrote are in rw-register. Default: `initial-state`. */
  unwrittenReads?: UnwrittenReads | undefined;
  /**
   * What registers of the model `multi-register` hold at first (default: null), or the accounts of a `bank` (default:
   * as its first read has them).
   */
  initial?: MultiRegisterState | undefined;
  /** Whether a violation is explained, which takes seconds at most. Default: false. */
  explain?: boolean | undefined;
  /** False: positions tell no order between processes. Then only transactions can be checked. Default: true. */
  hasRealTime?: boolean | undefined;
}> &
  KeyAssumptions;

export type HistoryCheckOptions = HistoryQuestion & CheckOptions;

/** A verdict, the model that it is about, and what the checker of that model tells besides. */
export type HistoryVerdict = Verdict &
  Readonly<{
    model: string;
    /** Of a violation, where explanations were asked for and the checker can be explained. */
    explanations?: readonly Explanation[];
  }>;

/**
 * Checks a history against a model, whatever the family of the model is. A history of which no operation took effect for
 * certain is linearizable, since there is nothing that an order would have to explain; the evidence says so.
 *
 * ```ts
 * import { checkHistory, readTable } from 'ballotproof/checker';
 *
 * const { table, hasRealTime } = await readTable('history.edn', { byKey: 'auto' });
 * const verdict = checkHistory(table, { hasRealTime });
 * console.log(verdict.kind, verdict.model);
 * ```
 * @throws ModelError when there is no such model, or what is asked for does not fit it or the history
 */
export function checkHistory(table: OperationTable, options: HistoryCheckOptions = {}): HistoryVerdict {
  const { consistency, unwrittenReads, initial, hasRealTime = true, explain, model: asked, ...rest } = options;
  const { linearizableKeys, sequentialKeys, writesFollowReads, ...limits } = rest;
  const assumptions = { linearizableKeys, sequentialKeys, writesFollowReads };
  const startMs = (limits.now ?? monotonicMs)();
  const model = asked === undefined ? modelFor(table) : knownModel(asked);
  if (initial !== undefined && model !== 'multi-register' && model !== 'bank')
    throw new ModelError(`what is there at first can be told of multi-register and bank, and the model is ${model}`);
  if (model === 'list-append' || model === 'rw-register') {
    const question = { workload: model, consistency, unwrittenReads, hasRealTime, ...assumptions } as const;
    const verdict = judgeTransactions(table, question, limits);
    return {
      ...verdict,
      model,
      ...(explain === true &&
        explained(explainJudgement(table, verdict, question, explanationLimits(limits, startMs)))),
    };
  }
  if (consistency !== undefined)
    throw new ModelError(`only transactions are held to a consistency, and the model is ${model}`);
  if (Object.values(assumptions).includes(true))
    throw new ModelError(`${assumptionNames} are about registers of transactions, and the model is ${model}`);
  if (!hasRealTime) throw new ModelError(`this history tells no real time, without which ${model} cannot be checked`);
  const plainChecker = plainCheckerNamed(model);
  if (plainChecker) {
    const verdict = plainVerdict(table, plainChecker, initial);
    if (explain !== true || verdict.kind !== 'invalid') return { ...verdict, model };
    // Read again: a part has the functions alone that are left in it.
    const isMeant = (part: OperationTable): boolean =>
      asked !== undefined || modelOrNull(tableOfOps([...opsOfTable(part)])) === model;
    const plain = { model, checker: plainChecker, initial, isMeant };
    const explanation = explainPlainly(table, plain, explanationLimits(limits, startMs));
    return { ...verdict, model, ...explained(explanation === null ? [] : [explanation]) };
  }
  const object = initial === undefined ? model : multiRegisterModel(initial);
  const verdict = checkLinearizability(table, object, limits);
  if (isVacuous(table) && verdict.kind === 'unknown') return { ...verdict, ...vacuous };
  const hint = verdict.kind === 'invalid' && object === 'multi-register' ? initialStateHint(table) : null;
  return {
    ...verdict,
    ...(verdict.kind === 'invalid' && hint !== null && { evidence: [...verdict.evidence, hint] }),
    ...(explain === true && explained(explainResult(table, object, verdict, explanationLimits(limits, startMs)))),
  };
}

function explained(explanations: readonly Explanation[]): Pick<HistoryVerdict, 'explanations'> {
  return explanations.length === 0 ? {} : { explanations };
}

const vacuous: Verdict = {
  kind: 'valid',
  evidence: ['No operation ended in ok, so every order is legal: this shows nothing about the system.'],
};

function isVacuous({ type }: OperationTable): boolean {
  return !type.includes(endings.indexOf('ok'));
}
