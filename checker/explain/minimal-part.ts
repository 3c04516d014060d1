import { endings, neverReturned, type OperationTable } from '../history/operation-table.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import { ddmin } from './ddmin.ts';
import { explainedObject } from './explained-object.ts';
import { fewestValues } from './fewest-values.ts';
import { type ExplainLimits, isIllegal, type PartAtFault } from './part-at-fault.ts';
import { refutingCore } from './refuting-core.ts';
import { withOrigins } from './with-origins.ts';

/**
 * Few operations of one part that have no legal order alone.
 * - `core`: those that are to blame, whatever the others did: none of them can be left out, and nothing that was left out
 *   excuses them (`refutingCore`). The others say where the values come from; `isClosed`: all of them do.
 * - `values`: everything about a value was left out together, which no legal order notices (`fewestValues`).
 * - `observers`: neither was found in the time, so that only operations were left out that merely look.
 */
export type MinimalPart = Readonly<{
  rows: readonly number[];
  core: readonly number[];
  proof: 'core' | 'values' | 'observers';
  isClosed: boolean;
  /** There was time to try to leave out each of them. */
  isMinimal: boolean;
}>;

/** Of the time that is left, what the proof may take before something simpler has its turn. */
const shareOfCore = 0.5;

/**
 * Makes a part that has no legal order small. Seldom more than milliseconds, since it is not made small from above but
 * built from below.
 */
export function minimalPart(fault: PartAtFault, limits: ExplainLimits): MinimalPart {
  const { table, model } = fault;
  const isOver = (): boolean => limits.now() > limits.deadlineMs;
  const ofValues = fewestValues(fault, limits);
  const part = ofValues ?? fault.part;
  const found = coreIn(part, fault, limits);
  if (found !== null) {
    const { rows: core, isMinimal } = found;
    const rooted = withOrigins(core, lastToReturn(table, core), { table, part, model, now: limits.now });
    for (const candidate of [rooted, { rows: core, isClosed: false }]) {
      if (isIllegal(candidate.rows, fault, limits)) return { ...candidate, core, proof: 'core', isMinimal };
    }
  }
  if (ofValues !== null)
    return { rows: Array.from(ofValues), core: [], proof: 'values', isClosed: true, isMinimal: !isOver() };
  return { ...withoutObservers(fault, limits), core: [], proof: 'observers', isClosed: true, isMinimal: !isOver() };
}

function coreIn(
  part: Int32Array,
  { table, model, conflict }: PartAtFault,
  { now, deadlineMs }: ExplainLimits,
): Readonly<{ rows: readonly number[]; isMinimal: boolean }> | null {
  const object = explainedObject(table, part, model);
  const { row } = object.calls;
  const calls = conflict.map((each) => row.indexOf(each)).filter((call) => call !== -1);
  const coreDeadlineMs = now() + (deadlineMs - now()) * shareOfCore;
  const core = refutingCore(object, calls, () => now() > coreDeadlineMs);
  return core && { rows: core.calls.map((call) => row[call] ?? 0), isMinimal: core.isMinimal };
}

/** Everything up to the misfit's return but what merely looked, where that is not needed for the verdict. */
function withoutObservers(fault: PartAtFault, limits: ExplainLimits): Readonly<{ rows: readonly number[] }> {
  const { table, part, model, conflict } = fault;
  const end = table.ret[conflict[0] ?? -1] ?? neverReturned;
  const upTo = Array.from(part).filter((row) => (table.call[row] ?? 0) < end && mayCount(fault, row));
  const rows = isIllegal(upTo, fault, limits) ? upTo : Array.from(part);
  const looks = (row: number): boolean => model.observes?.(model.parse(attemptOf(table, row)).input) === true;
  const acting = rows.filter((row) => !looks(row));
  const fails = (observers: readonly number[]): boolean => isIllegal(merged(acting, observers), fault, limits);
  const kept = ddmin(rows.filter(looks), fails, () => limits.now() > limits.deadlineMs);
  return { rows: merged(acting, kept) };
}

/** False for what had no effect and told nothing. */
function mayCount({ table, model }: PartAtFault, row: number): boolean {
  if (table.type[row] === endings.indexOf('ok')) return true;
  const attempt = attemptOf(table, row);
  if (attempt.type === 'fail') return model.hearsFailure?.(attempt) === true;
  return model.observes?.(model.parse(attempt).input) !== true;
}

function merged(one: readonly number[], other: readonly number[]): readonly number[] {
  return [...one, ...other].toSorted((a, b) => a - b);
}

function lastToReturn({ ret }: OperationTable, rows: readonly number[]): number {
  return rows.reduce((last, row) => ((ret[row] ?? 0) > (ret[last] ?? -1) ? row : last), rows[0] ?? -1);
}
