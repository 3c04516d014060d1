import type { OperationTable } from '../../history/operation-table.ts';
import type { Limit } from '../../linearizability/budget.ts';
import { Effort, type EffortOptions, LimitReached } from '../effort.ts';
import { type AnomalyCase, Findings } from '../findings.ts';
import { listOrders } from '../list-orders.ts';
import { possibleInitialVersions, type UnwrittenReads } from '../register-anomalies.ts';
import { externalOperations } from '../register-versions.ts';
import { several, type TransactionTable, type TransactionWorkload, transactionTable } from '../transaction-table.ts';
import { inferCausal } from './causal.ts';
import { CommitOrder, type CommitStep } from './commit-order.ts';
import { explainCommitCycle } from './explain-commit-cycle.ts';
import { inferReadAtomic } from './read-atomic.ts';
import { inferReadCommitted } from './read-committed.ts';
import { inferSerializable } from './serializable.ts';
import { type SessionHistory, sessionHistory } from './session-history.ts';

/** The levels, the weakest first: each forbids all that the ones before it do. `causal-cerone` is that of transactions. */
export const sessionLevels = ['read-committed', 'read-atomic', 'causal-cerone', 'serializable'] as const;
/** A level that is a matter of sessions and of who read from whom; time plays no part. */
export type SessionLevel = (typeof sessionLevels)[number];

/** What to check sessions for. */
export type SessionCheckOptions = EffortOptions &
  Readonly<{
    workload: TransactionWorkload;
    level: SessionLevel;
    /** Registers only: whether reads of values that nobody wrote are told, or left out. Default: garbage-read. */
    unwrittenReads?: UnwrittenReads | undefined;
    /** How many cases of an anomaly are shown at most; all are counted. Default: 1000. */
    casesMax?: number;
  }>;

/** What sessions show. */
export type SessionsResult = Readonly<{
  /** The level that was asked for. */
  level: SessionLevel;
  /** Levels that are kept and broken, of those up to `level`; `serializable` can be broken, but is never shown to be kept. */
  kept: readonly SessionLevel[];
  broken: readonly SessionLevel[];
  /** Why the weakest broken level is: reads that no order explains, by their names, or a cycle of commits (`commit-cycle`). */
  anomalies: Readonly<Record<string, readonly AnomalyCase[]>>;
  counts: Readonly<Record<string, number>>;
  transactionCount: number;
  sessionCount: number;
  /** Values that several transactions wrote to one key. */
  duplicateWrites: number;
  /** Reads of such values, which were left out: what is kept is kept but for these. */
  untracedReads: number;
  /** What ran out, so that nothing more is known; null: everything was looked at. */
  stopped: Limit | null;
}>;

const inferences: Readonly<
  Record<SessionLevel, (history: SessionHistory, order: CommitOrder, effort?: Effort) => void>
> = {
  'read-committed': inferReadCommitted,
  'read-atomic': inferReadAtomic,
  'causal-cerone': inferCausal,
  serializable: inferSerializable,
};

/**
 * Whether a history of transactions keeps a level by the axioms of Biswas & Enea (OOPSLA 2019): what must have committed
 * before what follows from sessions and from reads, and must have no cycle. Each process is a session. Exact up to causal
 * consistency, where each value is written once: O(n^1.5) for read committed and read atomic, O(n k log n) with k sessions
 * for causal (Møldrup & Pavlogiannis, PLDI 2025). Serializability is refuted, where it can be step by step.
 *
 * @throws TransactionError when the history is not one of such transactions
 * @example
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['w', 'x', 1], ['w', 'y', 1]] },
 *   { process: 1, type: 'ok', value: [['r', 'x', 1], ['r', 'y', null]] },
 * ]);
 * checkSessions(table, { workload: 'rw-register', level: 'read-atomic' }).broken; // ['read-committed', 'read-atomic']
 */
export function checkSessions(operations: OperationTable, options: SessionCheckOptions): SessionsResult {
  const { workload, level, unwrittenReads = 'garbage-read', casesMax = 1000 } = options;
  const findings = new Findings(casesMax);
  const effort = new Effort(options, operations.size);
  const asked = sessionLevels.slice(0, sessionLevels.indexOf(level) + 1);
  let history: SessionHistory | null = null;
  let unbroken: readonly SessionLevel[] = [];
  let stopped: Limit | null = null;
  try {
    const duplicateWrites = workload === 'rw-register' ? 'several' : 'refused';
    const table = transactionTable(operations, workload, effort, duplicateWrites);
    effort.begin('anomalies');
    const excused = excusedVersions(table, unwrittenReads);
    history = sessionHistory(table, { seen: seenVersions(table, effort), excused }, findings, effort);
    effort.begin('cycles');
    if (findings.types.length === 0) unbroken = levelsUnbroken(history, asked, findings, effort);
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    stopped = error.limit;
  }
  return {
    level,
    kept: unbroken.filter((each) => each !== 'serializable'),
    broken: findings.types.length === 0 ? [] : asked.slice(unbroken.length),
    anomalies: Object.fromEntries(findings.types.map((type) => [type, findings.casesOf(type)])),
    counts: Object.fromEntries(findings.types.map((type) => [type, findings.countOf(type)])),
    transactionCount: history?.sessions.rows.length ?? operations.size,
    sessionCount: (history?.sessions.start.length ?? 1) - 1,
    duplicateWrites: history?.table.writer.filter((writer) => writer === several).length ?? 0,
    untracedReads: history?.untracedReads ?? 0,
    stopped,
  };
}

/** The strongest level first, since most histories keep it, and with it all others. */
function levelsUnbroken(
  history: SessionHistory,
  asked: readonly SessionLevel[],
  findings: Findings,
  effort: Effort,
): readonly SessionLevel[] {
  const strongest = asked.at(-1);
  const broken = strongest && cycleAgainst(history, strongest, effort);
  if (!strongest || !broken) return asked;
  for (const [place, level] of asked.entries()) {
    const cycle = level === strongest ? broken : cycleAgainst(history, level, effort);
    if (cycle === null) continue;
    findings.add('commit-cycle', () => explainCommitCycle(history, level, cycle));
    return asked.slice(0, place);
  }
  return asked;
}

function cycleAgainst(history: SessionHistory, level: SessionLevel, effort: Effort): readonly CommitStep[] | null {
  const order = new CommitOrder(history, effort);
  inferences[level](history, order, effort);
  return order.cycle();
}

/** What may be read though nobody wrote it; `all`: anything. */
function excusedVersions(table: TransactionTable, unwrittenReads: UnwrittenReads): ReadonlySet<number> | 'all' {
  if (table.workload === 'list-append' || unwrittenReads === 'garbage-read') return new Set();
  return unwrittenReads === 'ignored' ? 'all' : possibleInitialVersions(table);
}

function seenVersions(table: TransactionTable, effort: Effort): Int32Array {
  return table.workload === 'list-append' ? listOrders(table, effort).seen : externalOperations(table).seen;
}
