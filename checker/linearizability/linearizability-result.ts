import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { operationOfRow } from '../history/table-rows.ts';
import type { AnyModel } from '../models/model.ts';
import type { Verdict } from '../verdict.ts';
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
  /** Rows of the table: first the operation that fits nowhere, then those that stand in its way. */
  conflict: readonly number[];
  /** What stands in these rows. */
  operations: readonly Operation[];
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
/** Operations told of those before the one that fits nowhere, of those beside it, and of those after it. */
const neighboursTold = 4;

/** Puts the decisions on all parts together; no decisions: there was nothing to judge. */
export function judgement(decisions: readonly PartDecision[], context: Context): LinearizabilityResult {
  const { table, model, parts, budget } = context;
  const violations = decisions.flatMap((decision) => violationOf(decision, table));
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
  if (violations.length > 0) return { kind: 'invalid', evidence: evidenceOf(violations, context.model) };
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

function violationOf({ part, use, decision }: PartDecision, table: OperationTable): readonly PartViolation[] {
  if (decision.kind !== 'not-linearizable') return [];
  const { conflict = [], why = null } = decision;
  const operations = conflict.map((row) => operationOfRow(table, row));
  return [{ key: part.key, decider: use.name, conflict, operations, why }];
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

function evidenceOf(violations: readonly PartViolation[], model: AnyModel): readonly string[] {
  const told = violations.slice(0, violationsTold).flatMap((violation) => sentencesOf(violation, model));
  const others = violations.slice(violationsTold).map(({ key }) => JSON.stringify(key));
  return others.length === 0 ? told : [...told, `Not linearizable either: the keys ${others.join(', ')}.`];
}

function sentencesOf({ key, operations, why }: PartViolation, model: AnyModel): readonly string[] {
  const [misfit, ...others] = operations;
  const reason = why === null ? '' : ` (${why})`;
  if (misfit === undefined) return [`${nameOf(key)} is not linearizable${reason}.`];
  const before = others.filter((other) => precedes(other, misfit)).slice(-neighboursTold);
  const after = others.filter((other) => precedes(misfit, other)).slice(0, neighboursTold);
  const beside = others.filter((other) => !precedes(other, misfit) && !precedes(misfit, other));
  const groups = [
    ['Before it', before],
    ['At the same time', beside.slice(0, neighboursTold)],
    ['After it', after],
  ] as const;
  return [
    `${nameOf(key)} is not linearizable: ${described(misfit, model)} fits nowhere${reason}.`,
    ...groups.flatMap(([when, group]) =>
      group.length === 0 ? [] : [`${when}: ${group.map((each) => described(each, model)).join('; ')}.`],
    ),
  ];
}

function precedes(one: Operation, other: Operation): boolean {
  return one.completeIndex !== null && one.completeIndex < other.invokeIndex;
}

function reasonOf({ key, limit, linearizedMax, operations, window }: UndecidedPart, { limits }: Context): string {
  const megabytes = Math.round(limits.memoryLimitBytes / 2 ** 20);
  const spent = limit === 'memory' ? `${megabytes} MB of working memory` : `${limits.timeLimitMs} ms`;
  return (
    `${nameOf(key)} is undecided: after ${linearizedMax} of its ${operations} operations ${spent} were used up. ` +
    `At most ${window.width} operations run at once there, ${window.crashed} of them without an outcome (positions ${window.from} to ${window.to}). ` +
    `Raise the ${limit === 'memory' ? 'memory' : 'time'} limit, or record a history with fewer operations, clients or crashes per key, or with distinct values.`
  );
}

function nameOf(key: string | number | null): string {
  return key === null ? 'The history' : `Key ${JSON.stringify(key)}`;
}

/** For a person: `enqueue 3 by process 4 on n2 (position 17 to 21)`. */
function described(operation: Operation, model: AnyModel): string {
  const { process, node, invokeIndex, completeIndex } = operation;
  const { input, output } = model.parse(operation);
  const home = node === null ? '' : ` on ${node}`;
  const end = completeIndex === null ? ', outcome unknown' : ` to ${completeIndex}`;
  return `${model.describe(input, output)} by process ${process}${home} (position ${invokeIndex}${end})`;
}
