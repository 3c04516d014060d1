import type { OperationTable } from '../../history/operation-table.ts';
import { randomNumbers } from '../../history/random-history.ts';
import { operationOfRow, tableOfOps } from '../../history/table-rows.ts';
import type { AnyModel } from '../../models/model.ts';
import { attemptOf } from '../attempt-of.ts';
import { isLinearizableByBruteForce } from '../brute-force.ts';
import { Budget } from '../budget.ts';
import { checkLinearizability } from '../check-linearizability.ts';
import { generalSearch } from '../general/general-search.ts';
import { modelCalls } from '../general/model-calls.ts';
import { objectShapes } from './object-shapes.ts';
import { type ObjectShape, randomObjectHistory } from './random-object-history.ts';

/** How often each family was judged, by verdict, and by which deciders. */
export type FuzzCounts = Record<string, { valid: number; invalid: number; deciders: Record<string, number> }>;

/** Two deciders that do not agree; `seed` gives the history again. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/**
 * Judges `count` small random histories, one family after the other, with the decider that `checkLinearizability` chooses, with the
 * general search, and by trying every order. Every fourth is longer, and there only the first two are compared. An order
 * that the search finds must be legal. The history of one seed is the same whatever `count` is.
 * @throws Disagreement
 */
export function fuzzDeciders(
  options: Readonly<{ seed: number; count: number; families?: readonly string[] }>,
): FuzzCounts {
  const names = options.families ?? Object.keys(objectShapes);
  const counts: FuzzCounts = {};
  for (let seed = options.seed; seed < options.seed + options.count; seed++) {
    const name = names[seed % names.length] ?? '';
    const shape = objectShapes[name];
    if (shape === undefined) throw new RangeError(`there is no family "${name}"`);
    judgeOne({ name, shape, seed }, counts);
  }
  return counts;
}

type Case = Readonly<{ name: string; shape: ObjectShape; seed: number }>;

function judgeOne({ name, shape, seed }: Case, counts: FuzzCounts): void {
  const random = randomNumbers(Math.imul(seed, 0x9e3779b1)); // neighbouring seeds begin with neighbouring numbers
  const isLong = random(4) === 0; // then only few crash: each one doubles what a search has to try
  const extent = {
    clients: 2 + random(3),
    operations: isLong ? 10 + random(16) : 2 + random(7),
    crashPercent: [0, 0, 5, isLong ? 10 : 40][random(4)] ?? 0,
    wrongPercent: [0, 0, 5, 30][random(4)] ?? 0,
    swapPercent: [0, 30][random(2)] ?? 0,
  };
  const ops = randomObjectHistory(shape, extent, random);
  if (!ops.some(({ type }) => type === 'ok')) return;
  const table = tableOfOps(ops);
  const chosen = checkLinearizability(table, shape.model, { now: () => 0 });
  const deciders = chosen.deciders.map((decider) => decider.name).join('+');
  const { kind, order } = searched(table, shape.model);
  if (kind === 'unknown' && isLong) return;
  const expected = isLong && kind !== 'unknown' ? kind : triedInEveryOrder(table, shape.model);
  const complaint =
    expected !== chosen.kind
      ? `it is ${expected}, and ${deciders} says ${chosen.kind}`
      : expected !== kind
        ? `it is ${expected}, and the search says ${kind}`
        : extent.wrongPercent + extent.swapPercent === 0 && expected !== 'valid'
          ? `it was recorded from an object, and is ${expected}`
          : (order ?? null) && illegality(table, shape.model, order ?? []);
  if (complaint !== null) {
    const lines = ops.map(({ process, type, f, value }) => `${process} ${type} ${f} ${JSON.stringify(value)}`);
    throw new Disagreement(`${name}, seed ${seed}: ${complaint}\n${lines.join('\n')}`);
  }
  const count = (counts[name] ??= { valid: 0, invalid: 0, deciders: {} });
  count[expected]++;
  count.deciders[deciders] = (count.deciders[deciders] ?? 0) + 1;
}

type Judged = Readonly<{ kind: 'valid' | 'invalid' | 'unknown'; order?: readonly number[] }>;

/** What the general search says of the whole table as one part; its order in rows. Some long ones are beyond it. */
function searched(table: OperationTable, model: AnyModel): Judged {
  const { calls, actions } = modelCalls(
    table,
    Int32Array.from({ length: table.size }, (_, row) => row),
    model,
  );
  const budget = new Budget({ now: () => 0, timeLimitMs: 1, memoryLimitBytes: 2 ** 28, stepsMax: 20_000 });
  const decision = generalSearch(calls, model, actions, budget);
  if (budget.freeBytes !== budget.memoryLimitBytes) throw new Disagreement('the search did not give back its memory');
  if (decision.kind === 'linearizable') {
    return { kind: 'valid', order: (decision.order ?? []).map((call) => calls.row[call] ?? 0) };
  }
  if (decision.kind === 'not-linearizable') return { kind: 'invalid' };
  return { kind: 'unknown' };
}

function triedInEveryOrder(table: OperationTable, model: AnyModel): 'valid' | 'invalid' {
  const operations = Array.from({ length: table.size }, (_, row) => operationOfRow(table, row));
  return isLinearizableByBruteForce(operations, model) ? 'valid' : 'invalid';
}

/** What is wrong with an order of rows; null: nothing. */
function illegality(table: OperationTable, model: AnyModel, order: readonly number[]): string | null {
  let state = model.initial;
  let latestCall = -1;
  for (const row of order) {
    const { input, output } = model.parse(attemptOf(table, row));
    const next = model.step(state, input, output);
    if (next === null) return `the order ${order.join()} is not legal at ${row}`;
    if ((table.ret[row] ?? 0) < latestCall) return `the order ${order.join()} puts ${row} after what began later`;
    state = next;
    latestCall = Math.max(latestCall, table.call[row] ?? 0);
  }
  const isLeftOut = (row: number): boolean => attemptOf(table, row).type === 'ok' && !order.includes(row);
  const missing = Array.from({ length: table.size }, (_, row) => row).find(isLeftOut);
  return missing === undefined ? null : `the order ${order.join()} leaves out ${missing}`;
}
