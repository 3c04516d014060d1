import type { TransactionRow } from '../table-of-transactions.ts';
import type { MicroOperation } from '../transaction-table.ts';
import type { SessionLevel } from './check-sessions.ts';

/** A read from elsewhere: what it is of, by whom that was written (-1: it is the initial state), and where it stands. */
type Read = Readonly<{ by: number; key: unknown; from: number; at: number }>;

/**
 * Whether tiny histories of registers keep a level, from the axioms as they are written (Biswas & Enea, OOPSLA 2019, figure 2): by
 * trying every order of commits, with and without each crashed transaction. For tests.
 */
export function isLevelKeptByTrial(rows: readonly TransactionRow[], level: SessionLevel): boolean {
  const sure = rows.flatMap(({ type }, t) => (type === 'ok' ? [t] : []));
  const crashed = rows.flatMap(({ type }, t) => (type === 'info' ? [t] : []));
  return subsets(crashed).some((some) => {
    const inside = [...sure, ...some].sort((a, b) => a - b);
    const reads = readsOf(rows, inside);
    return reads !== null && permutations(inside).some((order) => explains(rows, order, reads, level));
  });
}

function explains(
  rows: readonly TransactionRow[],
  order: readonly number[],
  reads: readonly Read[],
  level: SessionLevel,
): boolean {
  const isBefore = (a: number, b: number): boolean => order.indexOf(a) < order.indexOf(b); // the initial state is at -1
  const inSession = (a: number, b: number): boolean => a < b && rows[a]?.process === rows[b]?.process;
  const isReadBy = (a: number, b: number): boolean => reads.some(({ by, from }) => by === b && from === a);
  const follows = (a: number, b: number): boolean => inSession(a, b) || isReadBy(a, b);
  if (order.some((a) => order.some((b) => follows(a, b) && !isBefore(a, b)))) return false;
  const precedes = (a: number, b: number): boolean =>
    follows(a, b) ||
    order.some(
      (between) => isBefore(a, between) && isBefore(between, b) && follows(a, between) && precedes(between, b),
    );
  const isKnown = (a: number, { by, at }: Read): boolean => {
    if (level === 'read-committed') return reads.some((read) => read.by === by && read.from === a && read.at < at);
    if (level === 'serializable') return isBefore(a, by);
    return level === 'read-atomic' ? follows(a, by) : precedes(a, by);
  };
  return reads.every((read) =>
    order.every((a) => {
      const isOther = a !== read.from && writes(rows[a], read.key).length > 0;
      return !isOther || !isKnown(a, read) || isBefore(a, read.from);
    }),
  );
}

/** Null: some read is wrong by itself. */
function readsOf(rows: readonly TransactionRow[], inside: readonly number[]): readonly Read[] | null {
  const reads: Read[] = [];
  for (const by of inside) {
    const { type, value } = rows[by] ?? { type: 'fail', value: [] };
    if (type !== 'ok') continue;
    for (const [at, [f, key, seen]] of value.entries()) {
      if (f !== 'r') continue;
      const own = writes({ value: value.slice(0, at) }, key).at(-1);
      if (own !== undefined) {
        if (own !== seen) return null;
        continue;
      }
      const from = inside.find((t) => t !== by && writes(rows[t], key).at(-1) === seen) ?? -1;
      if (from === -1 && seen !== null) return null;
      reads.push({ by, key, from, at });
    }
  }
  return reads;
}

function writes(row: Readonly<{ value: readonly MicroOperation[] }> | undefined, key: unknown): readonly unknown[] {
  return (row?.value ?? []).flatMap(([f, written, value]) => (f === 'w' && written === key ? [value] : []));
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.reduce<readonly (readonly Item[])[]>(
    (found, item) => [...found, ...found.map((some) => [...some, item])],
    [[]],
  );
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}
