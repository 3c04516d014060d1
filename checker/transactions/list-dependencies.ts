import type { DataStep, Dependencies } from './dependency.ts';
import { EdgeList, edgeKinds } from './edge-list.ts';
import type { Effort } from './effort.ts';
import { Gates } from './gates.ts';
import type { ListOrders } from './list-orders.ts';
import { type Rows, rowsOf } from './rows.ts';
import { fail, initialOf, microOperationKinds, none, type TransactionTable } from './transaction-table.ts';

/** What the initial version of a list is called. */
const init = 'init';

/**
 * The order of transactions over lists (Kingsbury & Alvaro, "Elle", VLDB 2020, section 4.3). The version before an append is
 * the one before it in its list, or, when nobody saw the append, the longest list that was seen: it can only have come later.
 * A transaction precedes an append when it wrote (ww) or read (rw) the version before it, and a read when it wrote the version
 * that was read (wr).
 */
export function listDependencies(table: TransactionTable, orders: ListOrders, effort?: Effort): Dependencies {
  const { kind, key, version, versions, transaction, keys, operations, start } = table;
  const { orderOf, position, seen } = orders;
  const readers = rowsOf(seen, versions.size + keys.length);
  const edges = new EdgeList(effort);

  const versionBefore = (append: number): number => {
    const order = orderOf[key[append] ?? 0];
    const place = position[version[append] ?? 0] ?? none;
    const before = order?.[place === none ? order.length - 1 : place - 1];
    return before ?? initialOf(table, key[append] ?? 0);
  };
  const writerOf = (of: number): number => {
    const place = table.writer[of] ?? none;
    return place === none ? none : (transaction[place] ?? none);
  };

  const previous = new Int32Array(kind.length).fill(none); // of each append: the version before it
  for (let place = 0; place < kind.length; place++) {
    const t = transaction[place] ?? 0;
    effort?.spend(4);
    if (kind[place] === microOperationKinds.read) {
      const writer = writerOf(seen[place] ?? none);
      if (writer !== none) edges.add(writer, t, edgeKinds.wr);
    } else if (kind[place] === microOperationKinds.write && operations.type[t] !== fail) {
      const before = versionBefore(place);
      const writer = writerOf(before);
      if (writer !== none) edges.add(writer, t, edgeKinds.ww);
      previous[place] = before;
    }
  }
  const gates = new Gates(edges, table.size);
  const appends = rowsOf(previous, versions.size + keys.length);
  const transactionsAt = (rows: Rows, of: number): Int32Array =>
    rows.rows.subarray(rows.start[of], rows.start[of + 1]).map((place) => transaction[place] ?? 0);
  for (let before = 0; before < versions.size + keys.length; before++) {
    if (readers.start[before] === readers.start[before + 1] || appends.start[before] === appends.start[before + 1])
      continue;
    gates.putBefore(transactionsAt(readers, before), transactionsAt(appends, before));
  }

  const shown = (of: number): unknown => (of >= versions.size ? init : versions.valueOf(of));
  const evidence = (type: DataStep['type'], from: number, to: number): DataStep | undefined => {
    for (let b = start[to] ?? 0; b < (start[to + 1] ?? 0); b++) {
      const isRead = type === 'wr';
      if (kind[b] !== (isRead ? microOperationKinds.read : microOperationKinds.write)) continue;
      const before = isRead ? (seen[b] ?? none) : versionBefore(b);
      const a = microOperationThat(table, seen, from, before, type === 'rw' ? 'read' : 'wrote');
      if (a === none) continue;
      const step = { type, key: keys[key[b] ?? 0] ?? '', value: shown(before) };
      const indices = { aIndex: a - (start[from] ?? 0), bIndex: b - (start[to] ?? 0) };
      return isRead ? { ...step, ...indices } : { ...step, nextValue: versions.valueOf(version[b] ?? 0), ...indices };
    }
    return undefined;
  };
  return { edges, vertexCount: gates.next, surest: ['ww', 'wr', 'rw', 'process', 'realtime'], evidence };
}

/** The first micro-operation of transaction `t` that wrote or read a version; `none` when none did. */
function microOperationThat(
  { start, kind, version }: TransactionTable,
  seen: Int32Array,
  t: number,
  wanted: number,
  did: 'wrote' | 'read',
): number {
  for (let place = start[t] ?? 0; place < (start[t + 1] ?? 0); place++) {
    if (
      did === 'read' ? seen[place] === wanted : kind[place] === microOperationKinds.write && version[place] === wanted
    ) {
      return place;
    }
  }
  return none;
}
