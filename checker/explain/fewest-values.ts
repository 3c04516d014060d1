import { neverReturned } from '../history/operation-table.ts';
import { fifoQueueModel } from '../models/fifo-queue.ts';
import type { AnyModel } from '../models/model.ts';
import { priorityQueueModel } from '../models/priority-queue.ts';
import { setModel } from '../models/set.ts';
import { stackModel } from '../models/stack.ts';
import { uniqueIdsModel } from '../models/unique-ids.ts';
import { ddmin } from './ddmin.ts';
import { type ExplainLimits, isIllegal, type PartAtFault } from './part-at-fault.ts';
import { valuesOfRow } from './values-seen.ts';

/** Objects that stay legal when everything about one value is left out (docs/checker.md, «Why they are exact»). */
const dividedByValue: ReadonlySet<AnyModel> = new Set<AnyModel>([
  fifoQueueModel,
  stackModel,
  priorityQueueModel,
  setModel,
  uniqueIdsModel,
]);

/**
 * Rows about the fewest values that leave the part illegal, where the model allows that: a value goes with all that is
 * about it, and what is about several values stays only with all of those. So nothing that is left out excuses what is
 * left. Calls that found nothing go one by one; crashed ones that may have been about any value stay. Null: the model is
 * not of this kind.
 */
export function fewestValues(fault: PartAtFault, limits: ExplainLimits): Int32Array | null {
  const { table, part, model, conflict } = fault;
  if (!dividedByValue.has(model)) return null;
  const valuesOf = (row: number): readonly string[] => {
    const { seen, made } = valuesOfRow(table, row, model);
    return [...seen, ...made];
  };
  const units = new Map<string, number[]>();
  const always: number[] = [];
  for (const row of part) {
    const own = valuesOf(row);
    if (own.length === 0 && table.ret[row] === neverReturned) always.push(row);
    const name = own.length === 1 ? (own[0] ?? '') : `row ${row}`;
    const unit = units.get(name);
    if (unit) unit.push(row);
    else if (own.length > 0 || table.ret[row] !== neverReturned) units.set(name, [row]);
  }
  const rowsOf = (names: readonly string[]): Int32Array =>
    Int32Array.from([...always, ...names.flatMap((name) => units.get(name) ?? [])]).sort();
  const isClosed = (names: readonly string[]): boolean => {
    const kept = new Set(names);
    return names.every((name) => {
      const rows = units.get(name) ?? [];
      return rows.length !== 1 || valuesOf(rows[0] ?? 0).every((value) => kept.has(value) || !units.has(value));
    });
  };
  const fails = (names: readonly string[]): boolean =>
    isClosed(names) && isIllegal(Array.from(rowsOf(names)), fault, limits);
  const ofConflict = new Set(conflict.flatMap((row) => [...valuesOf(row), `row ${row}`]));
  const named = [...units.keys()].filter((name) => ofConflict.has(name));
  const start = named.length > 0 && fails(named) ? named : [...units.keys()];
  return rowsOf(ddmin(start, fails, () => limits.now() > limits.deadlineMs));
}
