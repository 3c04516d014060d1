import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { OperationTable } from '../history/operation-table.ts';
import type { CheckOptions } from '../linearizability/check-linearizability.ts';
import { ModelError } from '../models/model.ts';
import type { Verdict } from '../verdict.ts';
import { checkTransactions } from './check-transactions.ts';
import { anomaliesForbiddenBy, consistencyModel, modelsImpliedBy } from './consistency-models.ts';
import { judgeBySessions } from './judge-by-sessions.ts';
import type { UnwrittenReads } from './register-anomalies.ts';
import { checkSessions, type SessionLevel, sessionLevels } from './sessions/check-sessions.ts';
import { sessionVerdict } from './sessions/session-verdict.ts';
import type { TransactionWorkload } from './transaction-table.ts';
import { transactionVerdict } from './transaction-verdict.ts';

/** What is asked of transactions. */
export type TransactionQuestion = Readonly<{
  workload: TransactionWorkload;
  /** Default: `strict-serializable`, without real time `serializable`. */
  consistency: string | undefined;
  unwrittenReads: UnwrittenReads | undefined;
  hasRealTime: boolean;
}> &
  KeyAssumptions;

/** What may be believed of each register by itself, which orders its versions; a wrong belief accuses wrongly. */
export type KeyAssumptions = Readonly<{
  /** Each is linearizable: its versions follow real time. */
  linearizableKeys?: boolean | undefined;
  /** Each is sequentially consistent: its versions follow the order of each process. */
  sequentialKeys?: boolean | undefined;
  /** A transaction that reads a register and writes it writes the next version, or a later one. */
  writesFollowReads?: boolean | undefined;
}>;

/**
 * Holds transactions to a model, by the method that is exact for it as far as there is one: the search for cycles of
 * `checkTransactions`, the axioms of `checkSessions`, or both.
 *
 * A history without real time consists of sessions, and those who write such histories count their order in: there
 * read committed, read atomic and causal consistency are a matter of `checkSessions`, and a stronger model has to keep what
 * it implies of them, too. With real time, the models are those of the lattice, most of which sessions do not matter to; only
 * `causal` is still that of sessions, and registers are held to what a model that orders sessions implies of them.
 * @throws ModelError when the history tells no real time and the model is about it
 * @throws TransactionError when the history is not one of such transactions
 */
export function judgeTransactions(
  table: OperationTable,
  question: TransactionQuestion,
  limits: CheckOptions = {},
): Verdict {
  const { workload, unwrittenReads, hasRealTime } = question;
  const asked = question.consistency ?? (hasRealTime ? 'strict-serializable' : 'serializable');
  const model = asked === 'causal' ? 'causal-cerone' : consistencyModel(asked);
  if (!hasRealTime && needsRealTime.test(model))
    throw new ModelError(`this history tells no real time, without which ${model} cannot be checked`);
  const { linearizableKeys = false, sequentialKeys = false, writesFollowReads = false } = question;
  const assumptions = { linearizableKeys, sequentialKeys, writesFollowReads };
  if (workload !== 'rw-register' && Object.values(assumptions).includes(true))
    throw new ModelError(`${assumptionNames} are about registers, and the model is ${workload}`);
  if (linearizableKeys && !hasRealTime)
    throw new ModelError('this history tells no real time, without which keys cannot be held for linearizable');
  const level = levelOf(model, hasRealTime);
  if (level === null && anomaliesForbiddenBy([model]).size === 0) {
    const reason = `No anomaly of ${workload} is known to rule out ${model}, so that it cannot be decided. Ask for a model such as causal, read-committed or serializable.`;
    return { kind: 'unknown', reasons: [reason] };
  }
  const { now = monotonicMs, timeLimitMs = 60_000, memoryLimitBytes = 2 ** 30, onProgress } = limits;
  const effort = { workload, now, timeLimitMs, memoryLimitBytes, ...(onProgress && { onProgress }) };
  const reads = unwrittenReads ?? (hasRealTime ? 'initial-state' : 'garbage-read');
  const sessions = level === null ? null : checkSessions(table, { ...effort, level, unwrittenReads: reads });
  const bySessions = sessions && sessionVerdict(sessions);
  if (bySessions && !hasRealTime) {
    const isDecided = bySessions.kind === 'invalid' || (model === level && level !== 'serializable');
    // The search for cycles needs to know the writer of each value.
    if (isDecided || sessions.duplicateWrites > 0 || sessions.stopped !== null) return bySessions;
  }
  const startMs = now();
  const asking = { ...effort, ...assumptions, consistency: model, ...(unwrittenReads && { unwrittenReads }) };
  const found = checkTransactions(table, asking);
  if (bySessions === null) {
    const left = { ...effort, timeLimitMs: timeLimitMs - (now() - startMs), unwrittenReads: reads };
    return transactionVerdict(hasRealTime ? judgeBySessions(table, found, left) : found);
  }
  const byCycles = transactionVerdict(found);
  const details = { cycles: byCycles.details, sessions: bySessions.details };
  return { ...(byCycles.kind !== 'invalid' && bySessions.kind === 'invalid' ? bySessions : byCycles), details };
}

/** For people; the flags of the command line have these names. */
export const assumptionNames = 'linearizable-keys, sequential-keys and wfr-keys';

/** Names of models that order whatever did not overlap; those of sessions order a process only. */
const needsRealTime = /^(?:strict-|strong-(?!session-))/;

/** The level of sessions that decides about `model`, or has to be kept beside it; null: none. */
function levelOf(model: string, hasRealTime: boolean): SessionLevel | null {
  const named = sessionLevels.find((level) => level === model);
  if (hasRealTime) return named === 'causal-cerone' ? named : null;
  if (named !== undefined) return named;
  const implied = modelsImpliedBy(model);
  return (['serializable', 'causal-cerone', 'read-atomic'] as const).find((level) => implied.has(level)) ?? null;
}
