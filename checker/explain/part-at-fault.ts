import type { OperationTable } from '../history/operation-table.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import type { AnyModel } from '../models/model.ts';
import { onlyRows } from './only-rows.ts';

/** A part of a history that has no legal order, and is to be explained. */
export type PartAtFault = Readonly<{
  table: OperationTable;
  part: Int32Array;
  model: AnyModel;
  /** Rows that the decider named, the one that fits nowhere first. */
  conflict: readonly number[];
}>;

/** The clock, and the moment on it at which the best so far has to do. */
export type ExplainLimits = Readonly<{ now: () => number; deadlineMs: number }>;

/** Whether these operations alone have no legal order, as far as can be found out in time. */
export function isIllegal(
  rows: readonly number[],
  { table, model }: Pick<PartAtFault, 'table' | 'model'>,
  { now, deadlineMs }: ExplainLimits,
): boolean {
  const timeLimitMs = Math.max(100, deadlineMs - now());
  return checkLinearizability(onlyRows(table, rows), model, { now, timeLimitMs }).kind === 'invalid';
}
