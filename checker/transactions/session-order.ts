import { neverReturned } from '../history/operation-table.ts';
import { type EdgeList, edgeKinds } from './edge-list.ts';
import { fail, info, none, ok, type TransactionTable } from './transaction-table.ts';

/**
 * Adds an edge from each transaction that is ok to the next one of its process. What a failed or crashed one did for
 * later ones is not known, and nothing needs to come after it.
 */
export function addProcessOrder(table: TransactionTable, edges: EdgeList): void {
  const { type, process } = table.operations;
  const last = new Map<number, number>();
  for (let t = 0; t < table.size; t++) {
    const ending = type[t] ?? 0;
    if (ending !== ok && ending !== info) continue;
    const processOfT = process[t] ?? 0;
    const before = last.get(processOfT);
    if (before !== undefined) edges.add(before, t, edgeKinds.process);
    if (ending === ok) last.set(processOfT, t);
  }
}

/** Whether one transaction was ok before another was invoked that may have taken effect. */
export function realTimeOrder({ operations }: TransactionTable): (from: number, to: number) => boolean {
  const { type, call, ret } = operations;
  return (from, to) => type[from] === ok && type[to] !== fail && (ret[from] ?? neverReturned) < (call[to] ?? 0);
}

/**
 * Adds real time: one transaction comes before another when it was ok before the other was invoked. These are up to n^2 / 2
 * pairs, and with c clients still c n when only the ones that follow from no others are kept. So time itself is made part
 * of the graph: moments are vertices, numbered from `first` on, a transaction has an edge to the moment of its
 * return, each moment one to the next, and each moment one to the transactions invoked right after it: at most 3 n edges,
 * with a walk from one transaction to another exactly where real time orders them.
 *
 * @returns the number of moments, and whether any transaction follows one
 */
export function addRealTime(
  table: TransactionTable,
  edges: EdgeList,
  first: number,
): Readonly<{ moments: number; isAnyOrdered: boolean }> {
  const { size, operations } = table;
  const { type, call, ret } = operations;
  let positions = 0;
  for (let t = 0; t < size; t++) {
    positions = Math.max(
      positions,
      (call[t] ?? 0) + 1,
      type[t] === ok && ret[t] !== neverReturned ? (ret[t] ?? 0) + 1 : 0,
    );
  }
  const invoked = new Int32Array(positions).fill(none);
  const returned = new Int32Array(positions).fill(none);
  for (let t = 0; t < size; t++) {
    if (type[t] === ok || type[t] === info) invoked[call[t] ?? 0] = t;
    if (type[t] === ok && ret[t] !== neverReturned) returned[ret[t] ?? 0] = t;
  }
  let moments = 0;
  let isAnyOrdered = false;
  let isOpen = false; // whether returns can still join the last moment: nothing was invoked since
  for (let position = 0; position < positions; position++) {
    const before = returned[position] ?? none;
    if (before !== none) {
      if (!isOpen) {
        if (moments > 0) edges.add(first + moments - 1, first + moments, edgeKinds.realtime);
        moments++;
        isOpen = true;
      }
      edges.add(before, first + moments - 1, edgeKinds.realtime);
    }
    const after = invoked[position] ?? none;
    if (after !== none) {
      isOpen = false;
      if (moments === 0) continue;
      isAnyOrdered = true;
      edges.add(first + moments - 1, after, edgeKinds.realtime);
    }
  }
  return { moments, isAnyOrdered };
}
