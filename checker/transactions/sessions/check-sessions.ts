import type { OperationTable } from '../../history/operation-table.ts';
import { type AnomalyCase, Findings } from '../findings.ts';
import { listOrders } from '../list-orders.ts';
import { externalOperations } from '../register-versions.ts';
import { type TransactionTable, type TransactionWorkload, transactionTable } from '../transaction-table.ts';
import { inferCausal } from './causal.ts';
import { CommitOrder, type CommitStep } from './commit-order.ts';
import { explainCommitCycle } from './explain-commit-cycle.ts';
import { inferReadAtomic } from './read-atomic.ts';
import { inferReadCommitted } from './read-committed.ts';
import { type SessionHistory, sessionHistory } from './session-history.ts';

/** The levels, the weakest first: each forbids all that the ones before it do. `causal-cerone` is that of transactions. */
export const sessionLevels = ['read-committed', 'read-atomic', 'causal-cerone'] as const;
/** A level that is a matter of sessions and of who read from whom; time plays no part. */
export type SessionLevel = (typeof sessionLevels)[number];

/** What sessions show. */
export type SessionsResult = Readonly<{
  /** The level that was asked for. */
  level: SessionLevel;
  isKept: boolean;
  /** Levels that are kept and broken, as far as they were looked at: those up to `level`. */
  kept: readonly SessionLevel[];
  broken: readonly SessionLevel[];
  /** Why the weakest broken level is: reads that no order explains, by their names, or a cycle of commits (`commit-cycle`). */
  anomalies: Readonly<Record<string, readonly AnomalyCase[]>>;
  counts: Readonly<Record<string, number>>;
  transactionCount: number;
  sessionCount: number;
}>;

const inferences: Readonly<Record<SessionLevel, (history: SessionHistory, order: CommitOrder) => void>> = {
  'read-committed': inferReadCommitted,
  'read-atomic': inferReadAtomic,
  'causal-cerone': inferCausal,
};

/**
 * Whether a history of transactions keeps a level by the axioms of Biswas & Enea (OOPSLA 2019): what must have committed
 * before what follows from sessions and from reads, and must have no cycle. Each process is a session. Exact, since each
 * value is written once: O(n^1.5) for read committed and read atomic, O(n k log n) with k sessions for causal
 * (Møldrup & Pavlogiannis, PLDI 2025).
 *
 * @throws TransactionError when the history is not one of such transactions
 * @example
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['w', 'x', 1], ['w', 'y', 1]] },
 *   { process: 1, type: 'ok', value: [['r', 'x', 1], ['r', 'y', null]] },
 * ]);
 * checkSessions(table, { workload: 'rw-register', level: 'read-atomic' }).broken; // ['read-committed', 'read-atomic']
 */
export function checkSessions(
  operations: OperationTable,
  {
    workload,
    level,
    casesMax = 1000,
  }: Readonly<{ workload: TransactionWorkload; level: SessionLevel; casesMax?: number }>,
): SessionsResult {
  const table = transactionTable(operations, workload);
  const findings = new Findings(casesMax);
  const history = sessionHistory(table, seenVersions(table), findings);
  const asked = sessionLevels.slice(0, sessionLevels.indexOf(level) + 1);
  const kept = findings.types.length > 0 ? [] : levelsKept(history, asked, findings);
  return {
    level,
    isKept: kept.length === asked.length,
    kept,
    broken: asked.slice(kept.length),
    anomalies: Object.fromEntries(findings.types.map((type) => [type, findings.casesOf(type)])),
    counts: Object.fromEntries(findings.types.map((type) => [type, findings.countOf(type)])),
    transactionCount: history.sessions.rows.length,
    sessionCount: history.sessions.start.length - 1,
  };
}

/** The strongest level first, since most histories keep it, and with it all others. */
function levelsKept(
  history: SessionHistory,
  asked: readonly SessionLevel[],
  findings: Findings,
): readonly SessionLevel[] {
  const strongest = asked.at(-1);
  const broken = strongest && cycleAgainst(history, strongest);
  if (!strongest || !broken) return asked;
  for (const [place, level] of asked.entries()) {
    const cycle = level === strongest ? broken : cycleAgainst(history, level);
    if (cycle === null) continue;
    findings.add('commit-cycle', () => explainCommitCycle(history, level, cycle));
    return asked.slice(0, place);
  }
  return asked;
}

function cycleAgainst(history: SessionHistory, level: SessionLevel): readonly CommitStep[] | null {
  const order = new CommitOrder(history);
  inferences[level](history, order);
  return order.cycle();
}

function seenVersions(table: TransactionTable): Int32Array {
  return table.workload === 'list-append' ? listOrders(table).seen : externalOperations(table).seen;
}
