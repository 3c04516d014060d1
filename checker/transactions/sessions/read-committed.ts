import type { Effort } from '../effort.ts';
import { none } from '../transaction-table.ts';
import type { CommitOrder } from './commit-order.ts';
import { hasWritten, initialState, type SessionHistory } from './session-history.ts';

/**
 * Read committed (Biswas & Enea, OOPSLA 2019, figure 2): when a transaction reads from T2 and after that reads x from T1, and
 * T2 wrote x too, then T2 committed before T1: a transaction does not go back in what it sees. Of reads of x after the first
 * one from T2 the next one will do, since each further one is ordered after it by what it read in turn. For each
 * transaction that is read from, its writes or the reads are gone through, whichever are fewer: O(n^1.5) (Møldrup &
 * Pavlogiannis, PLDI 2025, section 4).
 */
export function inferReadCommitted(history: SessionHistory, order: CommitOrder, effort?: Effort): void {
  const { table, readStart, readKey, readWriter, writeStart, writtenKeys } = history;
  const nextRead = new Int32Array(table.keys.length).fill(none); // of each key, the next read after the present one
  const firstFrom = new Int32Array(table.size + 1).fill(none); // of each writer, its first read by the present transaction
  for (let t = 0; t < table.size; t++) {
    const start = readStart[t] ?? 0;
    const end = readStart[t + 1] ?? 0;
    effort?.spend(1 + end - start);
    for (let read = end - 1; read >= start; read--) firstFrom[readWriter[read] ?? 0] = read;
    for (let read = end - 1; read >= start; read--) {
      const writer = readWriter[read] ?? 0;
      const key = readKey[read] ?? 0;
      const again = nextRead[key] ?? none;
      // The same key once more: the chain through which further reads are ordered.
      if (again !== none) order.infer(writer, again);
      if (writer !== initialState(table) && firstFrom[writer] === read) {
        const from = writeStart[writer] ?? 0;
        const to = writeStart[writer + 1] ?? 0;
        if (to - from <= end - read) {
          for (let write = from; write < to; write++) {
            const next = nextRead[writtenKeys[write] ?? 0] ?? none;
            if (next !== none) order.infer(writer, next);
          }
        } else {
          for (let later = read + 1; later < end; later++) {
            const laterKey = readKey[later] ?? 0;
            if (nextRead[laterKey] === later && hasWritten(history, writer, laterKey)) order.infer(writer, later);
          }
        }
      }
      nextRead[key] = read;
    }
    for (let read = start; read < end; read++) nextRead[readKey[read] ?? 0] = none;
  }
}
