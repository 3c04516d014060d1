import { endings, type OperationTable } from './history/operation-table.ts';
import { checkTable, type TableCheckOptions } from './linearizability/check-table.ts';
import { modelFor } from './model-for.ts';
import { type AnyModel, ModelError } from './models/model.ts';
import { type MultiRegisterState, multiRegisterModel } from './models/multi-register.ts';
import { checkTransactions } from './transactions/check-transactions.ts';
import type { UnwrittenReads } from './transactions/register-anomalies.ts';
import { transactionVerdict } from './transactions/transaction-verdict.ts';
import type { Verdict } from './verdict.ts';

export type HistoryCheckOptions = TableCheckOptions &
  Readonly<{
    /** The name of a model, or `list-append` or `rw-register`. Default: what the functions of the history tell. */
    model?: string | undefined;
    /** What transactions are held to. Default: `strict-serializable`, without real time `serializable`. */
    consistency?: string | undefined;
    /** Whether a read of a value that nobody wrote is an anomaly of rw-register. Default: `garbage-read`, it is. */
    unwrittenReads?: UnwrittenReads | undefined;
    /** What registers of the model `multi-register` hold at first. Default: null. */
    initial?: MultiRegisterState | undefined;
    /** False: positions tell no order between processes. Then only transactions can be checked. Default: true. */
    hasRealTime?: boolean;
  }>;

/** A verdict, the model that it is about, and what the checker of that model tells besides. */
export type HistoryVerdict = Verdict & Readonly<{ model: string }>;

/**
 * Checks a history against a model, whatever the family of the model is. A history of which no operation took effect for
 * certain is linearizable, since there is nothing that an order would have to explain; the evidence says so.
 *
 * ```ts
 * import { checkHistory, readTable } from 'ballotproof/checker';
 *
 * const { table, hasRealTime } = await readTable('history.edn', { byKey: 'auto' });
 * const verdict = checkHistory(table, { hasRealTime, now: () => performance.now() });
 * console.log(verdict.kind, verdict.model);
 * ```
 * @throws ModelError when there is no such model, or what is asked for does not fit it or the history
 */
export function checkHistory(table: OperationTable, options: HistoryCheckOptions): HistoryVerdict {
  const { model = modelFor(table), consistency, unwrittenReads, initial, hasRealTime = true, ...limits } = options;
  if (model === 'list-append' || model === 'rw-register') {
    const asked = consistency ?? (hasRealTime ? 'strict-serializable' : 'serializable');
    if (!hasRealTime && needsRealTime.test(asked))
      throw new ModelError(`this history tells no real time, without which ${asked} cannot be checked`);
    return {
      ...transactionVerdict(
        checkTransactions(table, { workload: model, consistency: asked, ...(unwrittenReads && { unwrittenReads }) }),
      ),
      model,
    };
  }
  if (consistency !== undefined)
    throw new ModelError(`only transactions are held to a consistency, and the model is ${model}`);
  if (!hasRealTime) throw new ModelError(`this history tells no real time, without which ${model} cannot be checked`);
  const verdict = checkTable(table, withInitial(model, initial), limits);
  return isVacuous(table) && verdict.kind === 'unknown' ? { ...verdict, ...vacuous } : verdict;
}

/** Names of models that order whatever did not overlap; those of sessions order a process only. */
const needsRealTime = /^(?:strict-|strong-(?!session-))/;

function withInitial(model: string, initial: MultiRegisterState | undefined): AnyModel | string {
  if (initial === undefined) return model;
  if (model === 'multi-register') return multiRegisterModel(initial);
  throw new ModelError(`only the registers of multi-register begin with what is asked for, and the model is ${model}`);
}

const vacuous: Verdict = {
  kind: 'valid',
  evidence: ['No operation ended in ok, so every order is legal: this shows nothing about the system.'],
};

function isVacuous({ type }: OperationTable): boolean {
  return !type.includes(endings.indexOf('ok'));
}
