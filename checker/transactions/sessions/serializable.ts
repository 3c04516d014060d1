import type { Effort } from '../effort.ts';
import { inferCausal, writersOf } from './causal.ts';
import type { CommitOrder } from './commit-order.ts';
import { reachability } from './reachability.ts';
import { initialState, type SessionHistory } from './session-history.ts';

/** More transactions have a matrix of more than 8 MB, and too many pairs; then what causal consistency infers has to do. */
const transactionsMax = 8192;

/**
 * What serializability of sessions demands (Biswas & Enea, OOPSLA 2019, figure 2), as far as it follows step by step: when a
 * transaction reads x from T1, and T2 wrote x too, then T2 commits before T1 or after the reader; so where T2 is known to
 * come before the reader it comes before T1, and where it is known to come after T1 it comes after the reader. This goes on
 * until nothing new follows. A cycle refutes the level; without one it may still not be kept, since whether it is, is
 * NP-complete. Each round: reads times writers of their keys, and a transitive closure.
 */
export function inferSerializable(history: SessionHistory, order: CommitOrder, effort?: Effort): void {
  inferCausal(history, order, effort);
  const { table, readStart, readKey, readWriter } = history;
  if (table.size > transactionsMax) return;
  const initial = initialState(table);
  const { groupStart, start, rows } = writersOf(history);
  for (let isNew = true; isNew; ) {
    isNew = false;
    const reach = reachability(order.edges, table.size + 1, effort);
    if (reach === null) return; // there is a cycle
    for (let t = 0; t < table.size; t++) {
      for (let read = readStart[t] ?? 0; read < (readStart[t + 1] ?? 0); read++) {
        const writer = readWriter[read] ?? 0;
        const key = readKey[read] ?? 0;
        const end = start[groupStart[key + 1] ?? 0] ?? 0;
        const first = start[groupStart[key] ?? 0] ?? 0;
        effort?.spend(end - first);
        for (let place = first; place < end; place++) {
          const other = rows[place] ?? 0;
          if (other === writer || other === t) continue;
          if (reach.has(other, t) && !reach.has(other, writer)) {
            order.infer(other, read);
            isNew = true;
          }
          if ((writer === initial || reach.has(writer, other)) && !reach.has(t, other)) {
            order.inferOverwritten(read, other);
            isNew = true;
          }
        }
      }
    }
  }
}
