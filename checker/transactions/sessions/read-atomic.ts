import type { Effort } from '../effort.ts';
import { none } from '../transaction-table.ts';
import type { CommitOrder } from './commit-order.ts';
import { hasWritten, initialState, type SessionHistory } from './session-history.ts';

/**
 * Read atomic (Biswas & Enea, OOPSLA 2019, figure 2): when a transaction reads x from T1 and also reads from T2, or T2 ran
 * before it in its session, and T2 wrote x too, then T2 committed before T1: of a transaction one sees all or nothing. Of
 * a session the last transaction that wrote x will do. For each transaction that is read from, its writes or the reads
 * are gone through, whichever are fewer: O(n^1.5) (Møldrup & Pavlogiannis, PLDI 2025, section 4).
 */
export function inferReadAtomic(history: SessionHistory, order: CommitOrder, effort?: Effort): void {
  inferFromReads(history, order, effort);
  inferFromSessions(history, order);
}

function inferFromReads(history: SessionHistory, order: CommitOrder, effort: Effort | undefined): void {
  const { table, readStart, readKey, readWriter, writeStart, writtenKeys } = history;
  const firstRead = new Int32Array(table.keys.length).fill(none); // of each key, by the present transaction
  const lookedAtBy = new Int32Array(table.size + 1).fill(none);
  for (let t = 0; t < table.size; t++) {
    const start = readStart[t] ?? 0;
    const end = readStart[t + 1] ?? 0;
    effort?.spend(1 + end - start);
    for (let read = start; read < end; read++) {
      const key = readKey[read] ?? 0;
      const first = firstRead[key] ?? none;
      if (first === none) firstRead[key] = read;
      else {
        // Two values of one key in one transaction: each has to come before the other.
        order.infer(readWriter[first] ?? 0, read);
        order.infer(readWriter[read] ?? 0, first);
      }
    }
    for (let read = start; read < end; read++) {
      const writer = readWriter[read] ?? 0;
      if (writer === initialState(table) || lookedAtBy[writer] === t) continue;
      lookedAtBy[writer] = t;
      const from = writeStart[writer] ?? 0;
      const to = writeStart[writer + 1] ?? 0;
      if (to - from <= end - start) {
        for (let write = from; write < to; write++) {
          const first = firstRead[writtenKeys[write] ?? 0] ?? none;
          if (first !== none) order.infer(writer, first);
        }
      } else {
        for (let other = start; other < end; other++) {
          const key = readKey[other] ?? 0;
          if (firstRead[key] === other && hasWritten(history, writer, key)) order.infer(writer, other);
        }
      }
    }
    for (let read = start; read < end; read++) firstRead[readKey[read] ?? 0] = none;
  }
}

/** Sessions one after the other, since what each wrote last is held by key. */
function inferFromSessions(history: SessionHistory, order: CommitOrder): void {
  const { table, sessions, readStart, readKey, writeStart, writtenKeys, session } = history;
  const lastWriter = new Int32Array(table.keys.length).fill(none);
  for (const t of sessions.rows) {
    for (let read = readStart[t] ?? 0; read < (readStart[t + 1] ?? 0); read++) {
      const writer = lastWriter[readKey[read] ?? 0] ?? none;
      if (writer !== none && session[writer] === session[t]) order.infer(writer, read);
    }
    for (let write = writeStart[t] ?? 0; write < (writeStart[t + 1] ?? 0); write++) {
      lastWriter[writtenKeys[write] ?? 0] = t;
    }
  }
}
