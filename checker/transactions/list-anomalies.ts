import type { Effort } from './effort.ts';
import { type Findings, shownTransaction } from './findings.ts';
import { isBeginning, type ListOrders } from './list-orders.ts';
import {
  fail,
  listReadAt,
  microOperationAt,
  microOperationKinds,
  none,
  ok,
  type TransactionTable,
} from './transaction-table.ts';

/**
 * The anomalies of lists that need no cycle: reads of aborted (G1a), intermediate (G1b) and never written elements, elements
 * that are there twice, reads that are not beginnings of one list, and commits on top of what was aborted. What the longest
 * read of a key shows is looked at once for all reads that are beginnings of it.
 */
export function findListAnomalies(
  table: TransactionTable,
  orders: ListOrders,
  findings: Findings,
  effort?: Effort,
): void {
  const incompatible = new Set(orders.incompatible);
  const flaws = orders.longest.map((list, key) => flawsOf(table, key, list));
  const isGarbageTold = new Set<number>();
  const last = lastAppends(table);
  for (let place = 0; place < table.kind.length; place++) {
    if (table.kind[place] !== microOperationKinds.read) continue;
    const t = table.transaction[place] ?? 0;
    const key = table.key[place] ?? 0;
    const list = listReadAt(table, place);
    effort?.spend(incompatible.has(place) ? 16 * list.length : 4);
    const flawsHere = incompatible.has(place) ? flawsOf(table, key, list) : flaws[key];
    const show = (): Readonly<{ op: unknown; mop: unknown }> => ({
      op: shownTransaction(table, t),
      mop: microOperationAt(table, place),
    });

    for (const { at, version } of flawsHere?.aborted ?? []) {
      if (at >= list.length) break;
      const writer = table.transaction[table.failedWriter[version] ?? 0] ?? 0;
      findings.add('G1a', () => ({ ...show(), writer: shownTransaction(table, writer), element: list[at] }));
    }
    for (const { at, version } of flawsHere?.garbage ?? []) {
      if (at >= list.length) break;
      if (isGarbageTold.has(version)) continue;
      isGarbageTold.add(version);
      findings.add('garbage-read', () => ({ ...show(), element: list[at] }));
    }
    if ((flawsHere?.firstDuplicateAt ?? Number.POSITIVE_INFINITY) < list.length) {
      findings.add('duplicate-elements', () => ({ ...show(), duplicates: duplicatesIn(list) }));
    }
    const writer = writerOfSeen(table, orders, place);
    if (writer !== none && writer !== t && last.isOverwritten(orders.seen[place] ?? none)) {
      findings.add('G1b', () => ({ ...show(), writer: shownTransaction(table, writer), element: list.at(-1) }));
    }
  }
  findIncompatibleOrders(table, orders, findings);
  findDirtyUpdates(table, orders, findings);
}

type Flaw = Readonly<{ at: number; version: number }>;
type Flaws = Readonly<{ aborted: readonly Flaw[]; garbage: readonly Flaw[]; firstDuplicateAt: number }>;

/** Where in a list something is wrong with an element, ascending. */
function flawsOf(table: TransactionTable, key: number, list: readonly unknown[]): Flaws {
  const aborted: Flaw[] = [];
  const garbage: Flaw[] = [];
  const seen = new Set<number>();
  let firstDuplicateAt = Number.POSITIVE_INFINITY;
  for (const [at, element] of list.entries()) {
    const version = table.versions.find(key, element);
    if (seen.has(version)) firstDuplicateAt = Math.min(firstDuplicateAt, at);
    seen.add(version);
    if ((table.writer[version] ?? none) !== none) continue;
    if ((table.failedWriter[version] ?? none) !== none) aborted.push({ at, version });
    else garbage.push({ at, version });
  }
  return { aborted, garbage, firstDuplicateAt };
}

function duplicatesIn(list: readonly unknown[]): readonly (readonly [element: unknown, times: number])[] {
  const times = new Map<unknown, number>();
  for (const element of list) times.set(element, (times.get(element) ?? 0) + 1);
  return [...times].filter(([, count]) => count > 1);
}

/** Which appends are followed by another to the same list in the same transaction. */
function lastAppends(table: TransactionTable): Readonly<{ isOverwritten: (version: number) => boolean }> {
  const overwritten = new Uint8Array(table.writer.length);
  const lastOf = new Int32Array(table.keys.length).fill(none); // the last append to a key, of whatever transaction
  for (let place = 0; place < table.kind.length; place++) {
    if (table.kind[place] !== microOperationKinds.write) continue;
    const key = table.key[place] ?? 0;
    const before = lastOf[key] ?? none;
    if (before !== none && table.transaction[before] === table.transaction[place]) {
      overwritten[table.version[before] ?? 0] = 1;
    }
    lastOf[key] = place;
  }
  return { isOverwritten: (version) => overwritten[version] === 1 };
}

function writerOfSeen(table: TransactionTable, { seen }: ListOrders, place: number): number {
  const writer = table.writer[seen[place] ?? none] ?? none;
  return writer === none ? none : (table.transaction[writer] ?? none);
}

/** Of each key with reads that contradict each other, two such reads: the shortest list that does not go on as the next longer. */
function findIncompatibleOrders(table: TransactionTable, { incompatible }: ListOrders, findings: Findings): void {
  const { kind, key } = table;
  const badKeys = new Map<number, (readonly unknown[])[]>(incompatible.map((place) => [key[place] ?? 0, []]));
  if (badKeys.size === 0) return;
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.read) continue;
    const list = listReadAt(table, place);
    if (list.length > 0) badKeys.get(key[place] ?? 0)?.push(list);
  }
  for (const [k, lists] of badKeys) {
    lists.sort((a, b) => a.length - b.length);
    const place = lists.findIndex((list, at) => at > 0 && !isBeginning(lists[at - 1] ?? [], list));
    findings.add('incompatible-order', () => ({ key: table.keys[k], values: [lists[place - 1], lists[place]] }));
  }
}

/**
 * A commit on top of an aborted append, in the order of the list: `txns` are the aborted transaction and the committed one,
 * `values` what lies between. What is not known to be committed or aborted is passed over.
 */
function findDirtyUpdates(table: TransactionTable, { orderOf }: ListOrders, findings: Findings): void {
  const { operations, transaction, versions } = table;
  for (const [k, order] of orderOf.entries()) {
    let aborted: number | null = null;
    let values: unknown[] = [];
    for (const version of order) {
      const place = table.writer[version] ?? none;
      const failed = table.failedWriter[version] ?? none;
      if (place === none && failed === none) continue; // nobody wrote it
      const t = transaction[place === none ? failed : place] ?? 0;
      if (operations.type[t] === fail) {
        aborted ??= t;
        values.push(versions.valueOf(version));
      } else if (operations.type[t] === ok) {
        if (aborted !== null) {
          const txns = [shownTransaction(table, aborted), shownTransaction(table, t)];
          const between = [...values, versions.valueOf(version)];
          findings.add('dirty-update', () => ({ key: table.keys[k], values: between, txns }));
        }
        aborted = null;
        values = [];
      } else if (aborted !== null) values.push(versions.valueOf(version));
    }
  }
}
