import { neverReturned } from '../history/operation-table.ts';
import { type EdgeList, edgeKinds } from './edge-list.ts';
import type { ExternalOperations } from './register-versions.ts';
import { none, ok, type TransactionTable } from './transaction-table.ts';

/** What one transaction did with one key: the first version it showed, and the last one. */
type Visit = { readonly t: number; first: number; last: number };

/**
 * Versions of each key in the order in which each process met them: the last version of one transaction before the first
 * of the next that has to do with the key.
 */
export function keySessionOrder(table: TransactionTable, external: ExternalOperations, edges: EdgeList): void {
  const { process, type } = table.operations;
  for (const visits of visitsByKey(table, external)) {
    const lastOf = new Map<number, number>();
    for (const { t, first, last } of visits) {
      const processOfT = process[t] ?? 0;
      const before = lastOf.get(processOfT);
      if (before !== undefined) edges.add(before, first, edgeKinds.ww);
      if (type[t] === ok) lastOf.set(processOfT, last);
    }
  }
}

/**
 * Versions of each key in real time: the last version of a transaction before the first one of each that was invoked after it
 * was ok, as far as this does not follow from others. A sweep keeps the frontier, those that are ok and not yet followed by
 * another that is: at most as many as there are clients.
 */
export function keyRealTimeOrder(table: TransactionTable, external: ExternalOperations, edges: EdgeList): void {
  const { call, ret, type } = table.operations;
  for (const visits of visitsByKey(table, external)) {
    const isOver = ({ t }: Visit): boolean => type[t] === ok && ret[t] !== neverReturned;
    const returning = visits.filter(isOver).sort((a, b) => (ret[a.t] ?? 0) - (ret[b.t] ?? 0));
    const byCall = [...visits].sort((a, b) => (call[a.t] ?? 0) - (call[b.t] ?? 0));
    let frontier: Visit[] = [];
    let next = 0;
    for (const visit of byCall) {
      const calledAt = call[visit.t] ?? 0;
      for (let over = returning[next]; over && (ret[over.t] ?? 0) < calledAt; over = returning[++next]) {
        const began = call[over.t] ?? 0;
        frontier = frontier.filter(({ t }) => (ret[t] ?? 0) > began);
        frontier.push(over);
      }
      for (const { last } of frontier) edges.add(last, visit.first, edgeKinds.ww);
    }
  }
}

/** The visits of each key, in the order of the history. */
function visitsByKey(
  table: TransactionTable,
  { reads, writes, seen }: ExternalOperations,
): readonly (readonly Visit[])[] {
  const visits: Visit[][] = table.keys.map(() => []);
  const { transaction, key, version } = table;
  let nextRead = 0;
  let nextWrite = 0;
  while (nextRead < reads.length || nextWrite < writes.length) {
    const read = reads[nextRead] ?? none;
    const write = writes[nextWrite] ?? none;
    const isRead = read !== none && (write === none || (transaction[read] ?? 0) <= (transaction[write] ?? 0));
    const place = isRead ? read : write;
    const shown = (isRead ? seen[place] : version[place]) ?? 0;
    const t = transaction[place] ?? 0;
    const ofKey = visits[key[place] ?? 0];
    const visit = ofKey?.at(-1);
    if (visit?.t === t) visit.last = shown;
    else ofKey?.push({ t, first: shown, last: shown });
    if (isRead) nextRead++;
    else nextWrite++;
  }
  return visits;
}
