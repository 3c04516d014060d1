import { endings, neverReturned, type OperationTable } from '../history/operation-table.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import type { AnyModel } from '../models/model.ts';
import { onlyRows } from './only-rows.ts';
import { valuesOfRow } from './values-seen.ts';

/** More operations than this nobody takes in at a glance; the rest of a chain of origins is left out. */
const shownMax = 10;
/** How many operations that made a value are tried, the latest first, and how far back they are looked for. */
const makersTried = 8;
const rowsLookedAt = 300_000;

const fail = endings.indexOf('fail');

/** Rows of a sub-history in ascending order. `isClosed`: whatever one of them saw is made by one of them, or by nobody. */
export type Rooted = Readonly<{ rows: readonly number[]; isClosed: boolean }>;

type Context = Readonly<{ table: OperationTable; part: Int32Array; model: AnyModel; now: () => number }>;

/**
 * The operations of `core`, and for each value that one of them saw the operation that made it, and so on back: without
 * these the sub-history would be illegal for the silly reason that nobody wrote what was read. Of several makers the latest
 * is taken with which everything before the misfit has an order.
 */
export function withOrigins(core: readonly number[], misfit: number, context: Context): Rooted {
  const { table, model } = context;
  const rows = new Set(core);
  const unmade = new Set<string>();
  for (;;) {
    const made = new Set([...rows].flatMap((row) => [...valuesOfRow(table, row, model).made]));
    const missing = [...rows]
      .toSorted((one, other) => one - other)
      .flatMap((row) => [...valuesOfRow(table, row, model).seen].map((value) => ({ row, value })))
      .find(({ value }) => !made.has(value) && !unmade.has(value));
    if (missing === undefined) return { rows: ascending(rows), isClosed: true };
    if (rows.size >= shownMax) return { rows: ascending(rows), isClosed: false };
    const maker = makerOf(missing, rows, misfit, context);
    if (maker === null) unmade.add(missing.value);
    else rows.add(maker);
  }
}

function makerOf(
  { row, value }: Readonly<{ row: number; value: string }>,
  rows: ReadonlySet<number>,
  misfit: number,
  context: Context,
): number | null {
  const makers = makersAround(row, value, context).filter((maker) => !rows.has(maker));
  const fits = (maker: number): boolean => {
    const before = ascending([...rows, maker]).filter((each) => each !== misfit);
    const sub = onlyRows(context.table, before);
    return checkLinearizability(sub, context.model, { now: context.now, timeLimitMs: 200 }).kind !== 'invalid';
  };
  return makers.find(fits) ?? makers[0] ?? null;
}

/** Those invoked before `row` returned, the latest first; if there is none, the first one after. */
function makersAround(row: number, value: string, { table, part, model }: Context): readonly number[] {
  const end = table.ret[row] ?? neverReturned;
  const makes = (other: number): boolean =>
    other !== row && table.type[other] !== fail && valuesOfRow(table, other, model).made.has(value);
  const place = part.findLastIndex((other) => (table.call[other] ?? 0) < end);
  const before: number[] = [];
  for (let i = place; i >= Math.max(0, place - rowsLookedAt) && before.length < makersTried; i--) {
    if (makes(part[i] ?? 0)) before.push(part[i] ?? 0);
  }
  if (before.length > 0) return before;
  const later = part.subarray(place + 1, place + rowsLookedAt).find(makes);
  return later === undefined ? [] : [later];
}

function ascending(rows: Iterable<number>): readonly number[] {
  return [...rows].toSorted((one, other) => one - other);
}
