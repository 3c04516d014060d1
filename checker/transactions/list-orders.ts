import type { Effort } from './effort.ts';
import { fail, initialOf, listReadAt, microOperationKinds, none, type TransactionTable } from './transaction-table.ts';
import { isSameValue } from './versions.ts';

/**
 * The order of the versions of each list, as far as reads show it: a list read whole has in it the order of all appends before.
 */
export type ListOrders = Readonly<{
  /** The longest list read of each key; empty when none was. Reads of an aborted transaction count for nothing. */
  longest: readonly (readonly unknown[])[];
  /** The versions in `longest[key]` in order, each once; for a key with one append and no reads that one. */
  orderOf: readonly Int32Array[];
  /** Place of a version in the order of its key; `none` when no read shows it. Versions nobody wrote have one too. */
  position: Int32Array;
  /** Of each read whose answer is known: the version it saw, which may be the initial one; `none` for other operations. */
  seen: Int32Array;
  /** Reads that are not a beginning of the longest read of their key. */
  incompatible: readonly number[];
}>;

/**
 * Finds the orders. Every read is compared with the longest one of its key, element by element: linear in the size of the
 * history, however often a long list is read.
 */
export function listOrders(table: TransactionTable, effort?: Effort): ListOrders {
  const { kind, key, keys, versions } = table;
  const longestRead = new Int32Array(keys.length).fill(none);
  const longestLength = new Int32Array(keys.length);
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.read) continue;
    const k = key[place] ?? 0;
    const length = listReadAt(table, place).length;
    if (length <= (longestLength[k] ?? 0)) continue;
    longestLength[k] = length;
    longestRead[k] = place;
  }
  const longest = [...longestRead].map((place) => (place === none ? [] : listReadAt(table, place)));
  const versionsRead = longest.map((list, k) => Int32Array.from(list, (element) => versions.intern(k, element)));
  const orderOf = versionsRead.map((list) => Int32Array.from(new Set(list)));
  addSingleAppends(table, orderOf);

  const { seen, incompatible } = seenVersions(table, longest, versionsRead, effort);
  const position = new Int32Array(versions.size).fill(none);
  for (const order of orderOf) for (const [place, version] of order.entries()) position[version] = place;
  return { longest, orderOf, position, seen, incompatible };
}

/** A list that was appended to once, and in which nothing was ever seen, has two versions in a known order. */
function addSingleAppends(
  { kind, key, version, transaction, operations }: TransactionTable,
  orderOf: Int32Array[],
): void {
  const appends = new Int32Array(orderOf.length);
  const single = new Int32Array(orderOf.length);
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.write || operations.type[transaction[place] ?? 0] === fail) continue;
    const k = key[place] ?? 0;
    appends[k] = (appends[k] ?? 0) + 1;
    single[k] = version[place] ?? none;
  }
  for (const [k, order] of orderOf.entries()) {
    if (order.length === 0 && appends[k] === 1) orderOf[k] = single.slice(k, k + 1);
  }
}

function seenVersions(
  table: TransactionTable,
  longest: readonly (readonly unknown[])[],
  versionsRead: readonly Int32Array[],
  effort: Effort | undefined,
): Pick<ListOrders, 'seen' | 'incompatible'> {
  const { kind, key, versions } = table;
  const last = new Int32Array(kind.length).fill(none);
  const incompatible: number[] = [];
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.read) continue;
    const k = key[place] ?? 0;
    const list = listReadAt(table, place);
    const whole = longest[k] ?? [];
    if (list.length === 0) continue;
    effort?.spend(list.length);
    if (isBeginning(list, whole)) last[place] = versionsRead[k]?.[list.length - 1] ?? none;
    else {
      incompatible.push(place);
      last[place] = versions.intern(k, list.at(-1));
    }
  }
  // The initial versions are numbered behind all others, which are known only here.
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] === microOperationKinds.read && last[place] === none)
      last[place] = initialOf(table, key[place] ?? 0);
  }
  return { seen: last, incompatible };
}

/** Whether `whole` begins with `list`. The loop runs over every element of every read, so it is plain. */
export function isBeginning(list: readonly unknown[], whole: readonly unknown[]): boolean {
  if (list.length > whole.length) return false;
  for (let place = 0; place < list.length; place++) {
    const element = list[place];
    const expected = whole[place];
    if (element !== expected && !isSameValue(element, expected)) return false;
  }
  return true;
}
