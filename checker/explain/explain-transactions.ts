import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { operationOfRow } from '../history/table-rows.ts';
import { judgeTransactions, type TransactionQuestion } from '../transactions/judge-transactions.ts';
import type { Verdict } from '../verdict.ts';
import { anomaliesOf, rowsIn } from './anomalies-of-verdict.ts';
import { ddmin } from './ddmin.ts';
import type { ExplainOptions } from './explain-linearizability.ts';
import { onlyRows } from './only-rows.ts';
import { accessesOf, rowsAboutKeys, writersOf } from './transaction-accesses.ts';

/** A transaction of an explanation. */
export type ExplainedTransaction = Operation &
  Readonly<{
    /** `T1` … in the order of a cycle, then the others. */
    name: string;
    role: 'blamed' | 'origin';
  }>;

/** One step of a cycle, by places in `transactions`, and why the one comes before the other. */
export type ExplainedStep = Readonly<{ from: number; to: number; type: string; reason: string }>;

/** Why transactions break a model, by few of them; JSON. */
export type TransactionsExplanation = Readonly<{
  kind: 'transactions';
  model: string;
  /** False: positions tell no order between processes. */
  hasRealTime: boolean;
  /** The anomaly that is explained, by its name. */
  anomaly: string;
  /** Of the whole history. */
  transactionCount: number;
  /** Show the anomaly alone; in the order of their invocations. */
  transactions: readonly ExplainedTransaction[];
  /** The cycle, where the anomaly is one; else empty. */
  cycle: readonly ExplainedStep[];
  /** What was found, in sentences. */
  sentences: readonly string[];
}>;

/** More transactions are not shown for the sake of the values that others saw. */
const shownMax = 12;

/**
 * Explains the first anomaly of transactions that are `invalid`: finds few of them that show it alone. Whoever wrote what
 * they saw is shown as well. An anomaly of a part is one of the whole, since what orders two transactions of the part
 * orders them in the whole. Null: the verdict names no anomaly that can be shown in the time.
 *
 * ```ts
 * import { checkHistory, explainTransactions, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['r', 'x', null]] }, // began after the append was acknowledged
 * ]);
 * const question = {
 *   workload: 'list-append',
 *   consistency: 'strict-serializable',
 *   unwrittenReads: undefined,
 *   hasRealTime: true,
 * } as const;
 * const explanation = explainTransactions(table, checkHistory(table), question);
 * for (const sentence of explanation?.sentences ?? []) console.log(sentence);
 * ```
 * @throws TransactionError when the history is not one of such transactions
 */
export function explainTransactions(
  table: OperationTable,
  verdict: Verdict,
  question: TransactionQuestion,
  { now = monotonicMs, timeLimitMs = 5_000 }: ExplainOptions = {},
): TransactionsExplanation | null {
  const deadlineMs = now() + timeLimitMs;
  const judged = (rows: readonly number[]): Verdict => judgeTransactions(onlyRows(table, rows), question);
  for (const { type, example } of anomaliesOf(verdict)) {
    const shows = (rows: readonly number[]): boolean =>
      rows.length > 0 && anomaliesOf(judged(rows)).some((anomaly) => anomaly.type === type);
    const start = universes(table, rowsIn(example), example).find(shows);
    if (start === undefined) continue;
    const blamed = ddmin(start, shows, () => now() > deadlineMs);
    const rooted = withWriters(table, blamed);
    const rows = shows(rooted) ? rooted : blamed;
    const shown = anomaliesOf(judged(rows)).find((anomaly) => anomaly.type === type);
    return explanation(table, {
      rows,
      blamed,
      anomaly: type,
      example: shown?.example ?? example,
      question,
    });
  }
  return null;
}

/** Where to look, the smallest first: what the case names, everything about its keys, everything. */
function* universes(table: OperationTable, named: readonly number[], example: unknown): Generator<readonly number[]> {
  yield named;
  const ofKeys = rowsAboutKeys(table, named, example);
  const provers = ofKeys.toSorted((one, other) => sizeOf(table, other) - sizeOf(table, one)).slice(0, proversMax);
  yield ascending([...named, ...provers]);
  yield ofKeys;
  yield Array.from({ length: table.size }, (_, row) => row);
}

/** Those who read the most show the order of versions. */
const proversMax = 32;

function sizeOf(table: OperationTable, row: number): number {
  return accessesOf(table, row).reduce((size, { seen }) => size + seen.length, 0);
}

function withWriters(table: OperationTable, rows: readonly number[]): readonly number[] {
  const writers = writersOf(table, rows).filter((row) => !rows.includes(row));
  return ascending([...rows, ...writers.slice(0, Math.max(0, shownMax - rows.length))]);
}

type Found = Readonly<{
  rows: readonly number[];
  blamed: readonly number[];
  anomaly: string;
  example: unknown;
  question: TransactionQuestion;
}>;

function explanation(
  table: OperationTable,
  { rows, blamed, anomaly, example, question }: Found,
): TransactionsExplanation {
  const inCycle = cycleOf(example);
  const order = [...new Set([...inCycle, ...rows.keys()])];
  const transactions = rows.map(
    (row, place): ExplainedTransaction => ({
      ...operationOfRow(table, row),
      name: `T${order.indexOf(place) + 1}`,
      role: blamed.includes(row) ? 'blamed' : 'origin',
    }),
  );
  const sentences = fieldOf(example, 'explanation');
  const steps = fieldOf(example, 'steps');
  const told = Array.isArray(sentences) ? sentences.map(String) : [`${anomaly}: ${JSON.stringify(example)}`];
  const reasons = told.slice(-inCycle.length);
  return {
    kind: 'transactions',
    model: question.workload,
    hasRealTime: question.hasRealTime,
    anomaly,
    transactionCount: table.size,
    transactions,
    cycle: inCycle.map((from, place) => ({
      from,
      to: inCycle[(place + 1) % inCycle.length] ?? from,
      type: typeOf(Array.isArray(steps) ? steps[place] : null),
      reason: (reasons[place] ?? '').replace(/^However, /, '').replace(/: a contradiction\.$/, '.'),
    })),
    sentences: told,
  };
}

/**
 * The rows of a cycle in its order, without the first one once more at the end. None where the initial state is part of
 * the cycle, which is no transaction.
 */
function cycleOf(example: unknown): readonly number[] {
  const cycle = fieldOf(example, 'cycle');
  if (!Array.isArray(cycle)) return [];
  const rows = cycle.slice(0, -1).flatMap((each) => rowsIn(each).slice(0, 1));
  return rows.length === cycle.length - 1 ? rows : [];
}

function typeOf(step: unknown): string {
  const type = fieldOf(step, 'type');
  return typeof type === 'string' ? type : '';
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([field]) => field === name)?.[1];
}

function ascending(rows: readonly number[]): readonly number[] {
  return [...new Set(rows)].toSorted((one, other) => one - other);
}
