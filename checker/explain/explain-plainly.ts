import { monotonicMs } from '../adapters/monotonic-ms.ts';
import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { operationOfRow } from '../history/table-rows.ts';
import { partitions } from '../linearizability/partitions.ts';
import type { InitialState, PlainChecker } from '../plain/plain-checker.ts';
import { plainVerdict } from '../plain/plain-verdict.ts';
import { ddmin } from './ddmin.ts';
import type { ExplainOptions } from './explain-linearizability.ts';
import { onlyRows } from './only-rows.ts';

/** Few operations that a plain checker objects to, for a reason that the whole history gives it too; JSON. */
export type PlainExplanation = Readonly<{
  kind: 'plain';
  model: string;
  /** Of the whole history. */
  operationCount: number;
  /** In the order of their invocations. */
  operations: readonly Operation[];
  /** There was time to try to leave out each of them. */
  isMinimal: boolean;
  /** What is wrong with them, in sentences. */
  sentences: readonly string[];
}>;

/** What is asked of a plain checker. */
export type PlainQuestion = Readonly<{
  model: string;
  checker: PlainChecker;
  initial?: InitialState | undefined;
  /** Whether the checker would be taken for such a part. */
  isMeant: (part: OperationTable) => boolean;
}>;

/**
 * Makes a history small that a plain checker found `invalid`, by delta debugging on the operations of the first key that
 * is wrong. Null: it is not wrong. O(n log n) for a few operations at fault, at worst O(n³), and never longer than the time.
 */
export function explainPlainly(
  table: OperationTable,
  { model, checker, initial, isMeant }: PlainQuestion,
  { now = monotonicMs, timeLimitMs = 5_000 }: ExplainOptions = {},
): PlainExplanation | null {
  const deadlineMs = now() + timeLimitMs;
  const isOver = (): boolean => now() > deadlineMs;
  const wrong = partitions(table).find(({ rows }) => {
    return checker.judge(onlyRows(table, Array.from(rows)), initial).kind === 'invalid';
  });
  if (wrong === undefined) return null;
  const all = Array.from(wrong.rows);
  const isAsWrong = checker.accuse(onlyRows(table, all), initial);
  const fails = (rows: readonly number[]): boolean => {
    const part = onlyRows(table, rows);
    return isAsWrong(part) && isMeant(part);
  };
  const rows = fails(all) ? ddmin(all, fails, isOver) : Array.from({ length: table.size }, (_, row) => row);
  const verdict = plainVerdict(onlyRows(table, rows), checker, initial);
  return {
    kind: 'plain',
    model,
    operationCount: table.size,
    operations: rows.map((row) => operationOfRow(table, row)),
    isMinimal: !isOver(),
    sentences: withCaution(verdict.kind === 'unknown' ? verdict.reasons : verdict.evidence),
  };
}

/** Beside what is lost, a part has read elements whose makers are left out. */
function withCaution(sentences: readonly string[]): readonly string[] {
  const has = (name: string): boolean => sentences.some((sentence) => sentence.includes(`${name}: [`));
  if (!has('lost') || !has('unexpected')) return sentences;
  return [...sentences, 'What is unexpected may be so only here, because what made it is left out.'];
}
