import type { OperationTable } from '../history/operation-table.ts';
import type { TransactionsResult } from './check-transactions.ts';
import { modelsImpliedBy, modelsLeftBy, ruledOutWith } from './consistency-models.ts';
import { checkSessions, type SessionCheckOptions, type SessionsResult } from './sessions/check-sessions.ts';

/** What the search for cycles found, and what sessions show besides; null: there are too many for that. */
export type JudgedTransactions = TransactionsResult & Readonly<{ sessions?: SessionsResult | null }>;

/** Of more transactions causal consistency is looked at alone, which takes no squares. */
const serializableMax = 2048;
/** Transactions times sessions, since each has to know how much of each session it follows: seconds. */
const clockEntriesMax = 2 ** 22;

/**
 * Holds registers with real time to what a model implies of sessions as well. Of registers hardly any order of versions is read off
 * the history, so that the search for cycles misses much; the axioms of sessions need no such order. They are implied by
 * models that count the order of sessions in, which is part of real time: a session does one thing after the other, and
 * ends with a crash. Other models are not asked that, and where something was found that is enough.
 *
 * A cycle of commits rules out the weakest model of the lattice that implies the broken axiom, and all that are stronger.
 */
export function judgeBySessions(
  table: OperationTable,
  found: TransactionsResult,
  options: Omit<SessionCheckOptions, 'level' | 'casesMax'>,
): JudgedTransactions {
  const implied = impliedLevel(found.consistency);
  if (options.workload !== 'rw-register' || found.kind === 'invalid' || implied === null) return found;
  if (table.size * new Set(table.process).size > clockEntriesMax) return { ...found, sessions: null };
  const level = table.size > serializableMax ? 'causal-cerone' : implied;
  const sessions = checkSessions(table, { ...options, level });
  if (sessions.broken.length === 0) return { ...found, sessions };
  const weakest = sessions.kept.includes('causal-cerone')
    ? 'strong-session-serializable'
    : 'strong-session-snapshot-isolation';
  const ruledOut = ruledOutWith([...found.not, weakest]);
  return {
    ...found,
    kind: 'invalid',
    anomalyTypes: [...new Set([...found.anomalyTypes, ...Object.keys(sessions.anomalies)])].sort(),
    anomalies: { ...found.anomalies, ...sessions.anomalies },
    counts: { ...found.counts, ...sessions.counts },
    ...ruledOut,
    notRuledOut: modelsLeftBy(ruledOut),
    sessions,
  };
}

function impliedLevel(models: readonly string[]): 'serializable' | 'causal-cerone' | null {
  const implied = new Set(models.flatMap((model) => [...modelsImpliedBy(model)]));
  if (implied.has('strong-session-serializable')) return 'serializable';
  return implied.has('strong-session-snapshot-isolation') ? 'causal-cerone' : null;
}
