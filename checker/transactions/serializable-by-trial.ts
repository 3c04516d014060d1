import { fail, microOperationKinds, microOperationsOf, ok, type TransactionTable } from './transaction-table.ts';
import { isSameValue } from './versions.ts';

/**
 * Whether some order of the transactions explains all reads, by trying every order: those that are ok are in it, crashed ones may
 * be. With `inRealTime`, only orders in which what was over comes before what began later. For tests of tiny histories.
 */
export function isSerializableByTrial(table: TransactionTable, inRealTime: boolean): boolean {
  const { operations, size } = table;
  const all = Array.from({ length: size }, (_, t) => t).filter((t) => operations.type[t] !== fail);
  const place = (left: readonly number[], state: ReadonlyMap<string | number, unknown>): boolean => {
    if (left.every((t) => operations.type[t] !== ok)) return true;
    return left.some((t) => {
      const isTooEarly = inRealTime && left.some((other) => isBefore(table, other, t));
      if (isTooEarly) return false;
      const next = execute(table, t, state);
      return (
        next !== null &&
        place(
          left.filter((other) => other !== t),
          next,
        )
      );
    });
  };
  return place(all, new Map());
}

function isBefore({ operations: { type, ret, call } }: TransactionTable, a: number, b: number): boolean {
  return type[a] === ok && (ret[a] ?? 0) < (call[b] ?? 0);
}

/** The state after transaction `t`; null when it read something else. Reads of crashed transactions are not known. */
function execute(
  table: TransactionTable,
  t: number,
  state: ReadonlyMap<string | number, unknown>,
): ReadonlyMap<string | number, unknown> | null {
  const next = new Map(state);
  for (const [at, [f, key, value]] of microOperationsOf(table, t).entries()) {
    const present = next.get(key) ?? null;
    if (f === 'append') next.set(key, [...(Array.isArray(present) ? present : []), value]);
    else if (f === 'w') next.set(key, value);
    else if (table.kind[(table.start[t] ?? 0) + at] === microOperationKinds.read) {
      const seen = Array.isArray(value) && value.length === 0 ? null : (value ?? null);
      if (!isSameValue(seen, present)) return null;
    }
  }
  return next;
}
