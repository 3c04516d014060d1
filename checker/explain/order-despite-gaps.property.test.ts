import { expect, test } from 'vitest';
import type { OperationTable } from '../history/operation-table.ts';
import { neverReturned } from '../history/operation-table.ts';
import { randomNumbers } from '../history/random-history.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import { objectShapes } from '../linearizability/fuzz/object-shapes.ts';
import { randomObjectHistory } from '../linearizability/fuzz/random-object-history.ts';
import type { AnyModel } from '../models/model.ts';
import { explainedObject } from './explained-object.ts';
import { orderDespiteGaps } from './order-despite-gaps.ts';

const limits = { stepsMax: 200_000, opensMax: 1_000_000, isOver: () => false };

/** Tries every order of the calls in `rows` in which those in `required` are, and any others may be. */
function hasOrderByTrial(
  table: OperationTable,
  rows: readonly number[],
  required: ReadonlySet<number>,
  model: AnyModel,
): boolean {
  const ret = (row: number): number => table.ret[row] ?? neverReturned;
  const call = (row: number): number => table.call[row] ?? 0;
  const extend = (state: object, left: readonly number[], latestCall: number): boolean => {
    if (!left.some((row) => required.has(row))) return true;
    return left.some((row) => {
      if (ret(row) < latestCall) return false;
      if (left.some((other) => required.has(other) && ret(other) < call(row))) return false;
      const { input, output } = model.parse(attemptOf(table, row));
      const next = model.step(state, input, output);
      const others = left.filter((other) => other !== row);
      return next !== null && extend(next, others, Math.max(latestCall, call(row)));
    });
  };
  return extend(model.initial, rows, -1);
}

test.each(Object.entries(objectShapes))('%s: an order is found exactly where trying all finds one', (_name, shape) => {
  let none = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const random = randomNumbers(Math.imul(seed, 0x9e3779b1));
    const extent = { clients: 3, operations: 6, crashPercent: 15, wrongPercent: 30, swapPercent: 20 };
    const table = tableOfOps(randomObjectHistory(shape, extent, random));
    const rows = Array.from({ length: table.size }, (_, row) => row);
    const object = explainedObject(table, Int32Array.from(rows), shape.model);
    const { calls } = object;
    const required = [...calls.row.keys()].filter((each) => calls.ret[each] !== neverReturned && random(3) > 0);
    if (required.length === 0) continue;
    const expected = hasOrderByTrial(
      table,
      Array.from(calls.row),
      new Set(required.map((each) => calls.row[each] ?? 0)),
      shape.model,
    );
    const exact = orderDespiteGaps(object, required, false, limits).kind;
    expect(exact, `seed ${seed}`).toBe(expected ? 'order' : 'none');
    // Who may repeat finds at least as much.
    if (expected && object.hasFewStates) expect(orderDespiteGaps(object, required, true, limits).kind).toBe('order');
    if (!expected) none++;
  }
  expect(none).toBeGreaterThan(3);
});
