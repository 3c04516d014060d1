import type { OperationTable } from '../history/operation-table.ts';
import type { AnyModel } from '../models/model.ts';
import { attemptOf } from './attempt-of.ts';
import { parsedAttempt } from './parsed-attempt.ts';

/** The rows of one part of a history, in the order of their invocations. */
export type Part = Readonly<{ key: string | number | null; rows: Int32Array }>;

/**
 * The rows of `table` per key, those without a key together, in the order in which the keys are first met. What runs on
 * one key is an object of its own: a history is linearizable when each part is (Herlihy & Wing, theorem 1). O(n).
 */
export function partitions(table: OperationTable): readonly Part[] {
  const { size, key, keys } = table;
  const ends = new Int32Array(keys.length + 1); // the place 0 is for rows without a key
  for (let row = 0; row < size; row++) {
    const place = at(key, row) + 1;
    ends[place] = at(ends, place) + 1;
  }
  let total = 0;
  for (let place = 0; place < ends.length; place++) {
    const count = at(ends, place);
    ends[place] = total;
    total += count;
  }
  const rows = new Int32Array(size);
  const order: number[] = [];
  const starts = ends.slice();
  for (let row = 0; row < size; row++) {
    const place = at(key, row) + 1;
    const next = at(ends, place);
    if (next === at(starts, place)) order.push(place);
    rows[next] = row;
    ends[place] = next + 1;
  }
  return order.map((place) => ({
    key: keys[place - 1] ?? null,
    rows: rows.subarray(at(starts, place), at(ends, place)),
  }));
}

/** The rows of `table` as the model itself divides them; operations that it would not hear do not count. */
export function partsByModel(table: OperationTable, model: AnyModel): readonly Part[] {
  const rowsOf = new Map<string, number[]>();
  for (let row = 0; row < table.size; row++) {
    const attempt = attemptOf(table, row);
    if (attempt.type === 'fail' && !model.hearsFailure?.(attempt)) continue;
    const name = model.partition?.(parsedAttempt(model, attempt).input) ?? '';
    const rows = rowsOf.get(name);
    if (rows === undefined) rowsOf.set(name, [row]);
    else rows.push(row);
  }
  return [...rowsOf].map(([key, rows]) => ({ key, rows: Int32Array.from(rows) }));
}

function at(column: Int32Array, place: number): number {
  return column[place] ?? 0;
}
