import type { OperationTable } from '../history/operation-table.ts';
import type { AnyModel } from '../models/model.ts';
import type { Verdict } from '../verdict.ts';
import { attemptOf } from './attempt-of.ts';
import type { Budget, Limit } from './budget.ts';
import type { Decider, Decision } from './decider.ts';
import type { Part } from './partitions.ts';
import { type Window, widestWindow } from './widest-window.ts';

/** A decider that judged parts of a history, and why others would not (`name: reason`). */
export type DeciderUse = Readonly<Pick<Decider, 'name' | 'complexity' | 'source'>> &
  Readonly<{ declined: readonly string[] }>;

/** What became of one part; the calls in `decision` are rows of the table. */
export type PartDecision = Readonly<{ part: Part; use: DeciderUse; decision: Decision }>;

/** A part that has no legal order. */
export type PartViolation = Readonly<{
  key: string | number | null;
  decider: string;
  /** Rows that contradict each other, first the one that fits nowhere. Never empty where the decider knows. */
  conflict: readonly number[];
  why: string | null;
}>;

/** A part on which a limit came first. */
export type UndecidedPart = Readonly<{
  key: string | number | null;
  decider: string;
  limit: Limit;
  /** Of the part's operations, how many returned in the longest prefix that was put in order. */
  linearizedMax: number;
  operations: number;
  window: Window;
}>;

/** A verdict with everything that explanations are made of; JSON. */
export type LinearizabilityResult = Verdict &
  Readonly<{
    model: string;
    /** Who decided, on how many parts. */
    deciders: readonly (DeciderUse & Readonly<{ parts: number }>)[];
    parts: number;
    operations: number;
    violations: readonly PartViolation[];
    undecided: readonly UndecidedPart[];
    cost: Readonly<{ elapsedMs: number; peakBytes: number }>;
  }>;

type Context = Readonly<{
  table: OperationTable;
  model: AnyModel;
  parts: readonly Part[];
  budget: Budget;
  limits: Readonly<{ timeLimitMs: number; memoryLimitBytes: number }>;
}>;

const violationsTold = 3;
const conflictTold = 6;

/** Puts the decisions on all parts together; no decisions: there was nothing to judge. */
export function judgement(decisions: readonly PartDecision[], context: Context): LinearizabilityResult {
  const { table, model, parts, budget } = context;
  const violations = decisions.flatMap(violationOf);
  const undecided = decisions.flatMap((decision) => undecidedOf(decision, table));
  return {
    ...verdictOf(decisions, { violations, undecided }, context),
    model: model.name,
    deciders: usesOf(decisions),
    parts: parts.length,
    operations: table.size,
    violations,
    undecided,
    cost: { elapsedMs: budget.elapsedMs, peakBytes: budget.peakBytes },
  };
}

function verdictOf(
  decisions: readonly PartDecision[],
  { violations, undecided }: Pick<LinearizabilityResult, 'violations' | 'undecided'>,
  context: Context,
): Verdict {
  if (violations.length > 0) return { kind: 'invalid', evidence: evidenceOf(violations, context) };
  if (undecided.length > 0) return { kind: 'unknown', reasons: undecided.map((part) => reasonOf(part, context)) };
  if (decisions.length === 0)
    return { kind: 'unknown', reasons: ['No operation ended in ok, so there is nothing to judge.'] };
  const { table, model, parts } = context;
  const names = usesOf(decisions).map(({ name }) => name);
  return {
    kind: 'valid',
    evidence: [
      `${table.size} operations in ${parts.length === 1 ? 'one part' : `${parts.length} parts`} have a legal order ` +
        `(model ${model.name}, decided by ${[...new Set(names)].join(', ')}).`,
    ],
  };
}

function violationOf({ part, use, decision }: PartDecision): readonly PartViolation[] {
  if (decision.kind !== 'not-linearizable') return [];
  return [{ key: part.key, decider: use.name, conflict: decision.conflict ?? [], why: decision.why ?? null }];
}

function undecidedOf({ part, use, decision }: PartDecision, table: OperationTable): readonly UndecidedPart[] {
  if (decision.kind !== 'exhausted') return [];
  const { limit, linearizedMax } = decision;
  const window = widestWindow(table, part.rows);
  return [{ key: part.key, decider: use.name, limit, linearizedMax, operations: part.rows.length, window }];
}

function usesOf(decisions: readonly PartDecision[]): LinearizabilityResult['deciders'] {
  const groups = Map.groupBy(decisions, ({ use }) => JSON.stringify([use.name, use.declined]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { name, complexity, source, declined } = first.use;
    return [{ name, complexity, source, declined, parts: group.length }];
  });
}

function evidenceOf(violations: readonly PartViolation[], context: Context): readonly string[] {
  const told = violations.slice(0, violationsTold).flatMap(({ key, conflict, why }) => {
    const [misfit, ...others] = conflict.map((row) => describeRow(row, context));
    const shown = others.slice(0, conflictTold);
    return [
      `${nameOf(key)} is not linearizable${misfit === undefined ? '' : `: ${misfit} fits nowhere`}${why === null ? '' : ` (${why})`}.`,
      ...(shown.length === 0 ? [] : [`It was tried with: ${shown.join('; ')}.`]),
    ];
  });
  const others = violations.slice(violationsTold).map(({ key }) => JSON.stringify(key));
  return others.length === 0 ? told : [...told, `Not linearizable either: the keys ${others.join(', ')}.`];
}

function reasonOf({ key, limit, linearizedMax, operations, window }: UndecidedPart, { limits }: Context): string {
  const spent = limit === 'memory' ? `${Math.round(limits.memoryLimitBytes / 2 ** 20)} MB` : `${limits.timeLimitMs} ms`;
  return (
    `${nameOf(key)} is undecided: after ${linearizedMax} of its ${operations} operations ${spent} were used up. ` +
    `At most ${window.width} operations run at once there, ${window.crashed} of them without an outcome (positions ${window.from} to ${window.to}). ` +
    `Raise the ${limit === 'memory' ? 'memory' : 'time'} limit, or record a history with fewer operations, clients or crashes per key, or with distinct values.`
  );
}

function nameOf(key: string | number | null): string {
  return key === null ? 'The history' : `Key ${JSON.stringify(key)}`;
}

/** For a person: `enqueue 3 by process 4 (position 17 to 21)`. */
function describeRow(row: number, { table, model }: Context): string {
  const attempt = attemptOf(table, row);
  const { input, output } = model.parse(attempt);
  const end = attempt.type === 'info' ? ', outcome unknown' : ` to ${table.ret[row] ?? 0}`;
  return `${model.describe(input, output)} by process ${attempt.process} (position ${attempt.invokeIndex}${end})`;
}
