import type { DataStep, Dependencies } from './dependency.ts';
import { type Digraph, edgeKindBetween } from './digraph.ts';
import { EdgeList, edgeKinds } from './edge-list.ts';
import type { Effort } from './effort.ts';
import { Gates } from './gates.ts';
import type { ExternalOperations } from './register-versions.ts';
import { rowsOf } from './rows.ts';
import { none, type TransactionTable } from './transaction-table.ts';

/**
 * The order of transactions over registers: whoever wrote a version precedes its readers (wr); for each step of the order of
 * versions, whoever wrote (ww) or read (rw) the earlier one precedes the writer of the later one.
 */
export function registerDependencies(
  table: TransactionTable,
  external: ExternalOperations,
  order: Digraph,
  effort?: Effort,
): Dependencies {
  const { key, version, versions, transaction, keys, start } = table;
  const vertexCount = versions.size + keys.length;
  const edges = new EdgeList(effort);
  const writerOf = new Int32Array(vertexCount).fill(none);
  for (const write of external.writes) writerOf[version[write] ?? 0] = transaction[write] ?? 0;
  const seen = new Int32Array(table.kind.length).fill(none); // by external reads alone
  for (const read of external.reads) seen[read] = external.seen[read] ?? none;
  const readers = rowsOf(seen, vertexCount);

  const gates = new Gates(edges, table.size);
  for (let earlier = 0; earlier < vertexCount; earlier++) {
    const writer = writerOf[earlier] ?? none;
    const readersStart = readers.start[earlier] ?? 0;
    const readersEnd = readers.start[earlier + 1] ?? 0;
    effort?.spend(4 + readersEnd - readersStart);
    if (writer !== none) {
      for (let at = readersStart; at < readersEnd; at++) {
        edges.add(writer, transaction[readers.rows[at] ?? 0] ?? 0, edgeKinds.wr);
      }
    }
    const nextWriters: number[] = [];
    for (let edge = order.start[earlier] ?? 0; edge < (order.start[earlier + 1] ?? 0); edge++) {
      const next = writerOf[order.to[edge] ?? 0] ?? none;
      if (next === none) continue;
      if (writer !== none) edges.add(writer, next, edgeKinds.ww);
      if (readersStart < readersEnd) nextWriters.push(next);
    }
    if (nextWriters.length === 0) continue;
    const readersHere = readers.rows.subarray(readersStart, readersEnd).map((place) => transaction[place] ?? 0);
    gates.putBefore(readersHere, Int32Array.from(nextWriters).sort());
  }

  const isWrite = new Uint8Array(table.kind.length);
  for (const write of external.writes) isWrite[write] = 1;
  const shown = (of: number): unknown => (of >= versions.size ? null : versions.valueOf(of));
  const evidence = (type: DataStep['type'], from: number, to: number): DataStep | undefined => {
    for (let a = start[from] ?? 0; a < (start[from + 1] ?? 0); a++) {
      const earlier = (type === 'rw' ? seen[a] : isWrite[a] === 1 ? version[a] : none) ?? none;
      if (earlier === none) continue;
      for (let b = start[to] ?? 0; b < (start[to + 1] ?? 0); b++) {
        const later = (type === 'wr' ? seen[b] : isWrite[b] === 1 ? version[b] : none) ?? none;
        if (later === none || (type === 'wr' ? later !== earlier : edgeKindBetween(order, earlier, later) === 0))
          continue;
        const step = { type, key: keys[key[a] ?? 0] ?? '', value: shown(earlier) };
        const indices = { aIndex: a - (start[from] ?? 0), bIndex: b - (start[to] ?? 0) };
        return type === 'wr' ? { ...step, ...indices } : { ...step, nextValue: shown(later), ...indices };
      }
    }
    return undefined;
  };
  // Who read what is certain, the order of versions rests on assumptions.
  return { edges, vertexCount: gates.next, surest: ['wr', 'ww', 'rw', 'process', 'realtime'], evidence };
}
