import type { Effort } from '../effort.ts';
import { rowsOf } from '../rows.ts';
import { none } from '../transaction-table.ts';
import type { CommitOrder } from './commit-order.ts';
import { initialState, type SessionHistory } from './session-history.ts';

/** Entries of the clocks that are held at a time: 64 MB. With more transactions fewer sessions are looked at a time. */
const clockEntriesMax = 2 ** 24;

/**
 * Causal consistency of transactions (Biswas & Enea, OOPSLA 2019, figure 2): when a transaction reads x from T1, and T2 wrote
 * x and comes before it by sessions and reads, in any number of steps, then T2 committed before T1. Of each session the last
 * such T2 will do, which vector clocks tell: O(n k log n) with k sessions (Møldrup & Pavlogiannis, PLDI 2025, section 5).
 * What comes before T1 anyway is left out. Without an order of sessions and reads nothing is inferred: that is a cycle.
 */
export function inferCausal(history: SessionHistory, order: CommitOrder, effort?: Effort): void {
  const inOrder = causalOrder(history);
  if (inOrder === null) return;
  const turn = turnsOf(history);
  const writers = writersOf(history);
  const sessionCount = history.sessions.start.length - 1;
  const width = Math.max(1, Math.min(sessionCount, Math.floor(clockEntriesMax / Math.max(1, inOrder.length))));
  effort?.reserve(4 * history.table.size * width);
  const clocks = new Int32Array(history.table.size * width);
  for (let from = 0; from < sessionCount; from += width) {
    effort?.spend(inOrder.length);
    inferFromSessions(history, order, { inOrder, turn, writers, clocks, from, width }, effort);
  }
}

type Work = Readonly<{
  /** Transactions, each after those that it follows. */
  inOrder: Int32Array;
  /** Place of each transaction in its session, from 1. */
  turn: Int32Array;
  writers: Writers;
  /** Of each transaction, for each of the `width` sessions from `from` on: the turn of the last one that comes before it. */
  clocks: Int32Array;
  from: number;
  width: number;
}>;

function inferFromSessions(
  { table, session, before, readStart, readKey, readWriter }: SessionHistory,
  order: CommitOrder,
  { inOrder, turn, writers, clocks, from, width }: Work,
  effort: Effort | undefined,
): void {
  const initial = initialState(table);
  clocks.fill(0);
  const join = (t: number, earlier: number): void => {
    const into = t * width;
    const source = earlier * width;
    for (let place = 0; place < width; place++) {
      const known = clocks[source + place] ?? 0;
      if (known > (clocks[into + place] ?? 0)) clocks[into + place] = known;
    }
    const own = (session[earlier] ?? 0) - from;
    if (own < 0 || own >= width) return;
    clocks[into + own] = Math.max(clocks[into + own] ?? 0, turn[earlier] ?? 0);
  };
  for (const t of inOrder) {
    const previous = before[t] ?? none;
    if (previous !== none) join(t, previous);
    const end = readStart[t + 1] ?? 0;
    effort?.spend(width * (1 + end - (readStart[t] ?? 0)));
    for (let read = readStart[t] ?? 0; read < end; read++) {
      const writer = readWriter[read] ?? 0;
      if (writer !== initial) join(t, writer);
    }
    for (let read = readStart[t] ?? 0; read < end; read++) {
      const writer = readWriter[read] ?? 0;
      const key = readKey[read] ?? 0;
      for (let group = writers.groupStart[key] ?? 0; group < (writers.groupStart[key + 1] ?? 0); group++) {
        const place = (writers.sessionOf[group] ?? 0) - from;
        if (place < 0 || place >= width) continue;
        const last = lastUpTo(writers, group, clocks[t * width + place] ?? 0, turn);
        if (last === none || last === writer) continue;
        const isKnown = writer !== initial && (clocks[writer * width + place] ?? 0) >= (turn[last] ?? 0);
        if (!isKnown) order.infer(last, read);
      }
    }
  }
}

/** Who wrote each key, in groups of one session each: those of group g are `rows[start[g]]` to `rows[start[g + 1] - 1]`. */
export type Writers = Readonly<{
  /** The groups of key x are those from `groupStart[x]` to `groupStart[x + 1]` - 1. */
  groupStart: Int32Array;
  sessionOf: Int32Array;
  start: Int32Array;
  rows: Int32Array;
}>;

/** Who wrote each key, session after session. Linear. */
export function writersOf({ table, sessions, session, writeStart, writtenKeys }: SessionHistory): Writers {
  const keyCount = table.keys.length;
  // One entry for each write, session after session; in rows by key the sessions then stay together.
  const keyOf = new Int32Array(writtenKeys.length);
  const writerOf = new Int32Array(writtenKeys.length);
  let count = 0;
  for (const t of sessions.rows) {
    for (let write = writeStart[t] ?? 0; write < (writeStart[t + 1] ?? 0); write++) {
      keyOf[count] = writtenKeys[write] ?? 0;
      writerOf[count++] = t;
    }
  }
  const byKey = rowsOf(keyOf, keyCount);
  const rows = byKey.rows.map((entry) => writerOf[entry] ?? 0);
  const groupStart = new Int32Array(keyCount + 1);
  const sessionOf = new Int32Array(rows.length);
  const start = new Int32Array(rows.length + 1);
  let groups = 0;
  for (let key = 0; key < keyCount; key++) {
    const first = byKey.start[key] ?? 0;
    for (let place = first; place < (byKey.start[key + 1] ?? 0); place++) {
      const own = session[rows[place] ?? 0] ?? 0;
      if (place > first && sessionOf[groups - 1] === own) continue;
      sessionOf[groups] = own;
      start[groups++] = place;
    }
    groupStart[key + 1] = groups;
  }
  start[groups] = rows.length;
  return { groupStart, sessionOf, start, rows };
}

/** The last transaction of a group whose turn is at most `turnMax`; by bisection. */
function lastUpTo({ start, rows }: Writers, group: number, turnMax: number, turn: Int32Array): number {
  const first = start[group] ?? 0;
  let low = first;
  let high = start[group + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((turn[rows[middle] ?? 0] ?? 0) <= turnMax) low = middle + 1;
    else high = middle;
  }
  return low === first ? none : (rows[low - 1] ?? none);
}

function turnsOf({ table, sessions }: SessionHistory): Int32Array {
  const turn = new Int32Array(table.size);
  for (let session = 0; session + 1 < sessions.start.length; session++) {
    const first = sessions.start[session] ?? 0;
    for (let place = first; place < (sessions.start[session + 1] ?? 0); place++) {
      turn[sessions.rows[place] ?? 0] = 1 + place - first;
    }
  }
  return turn;
}

/** The transactions, each after the one before it in its session and those it read from; null: there is a cycle. Linear. */
function causalOrder({ table, sessions, before, readStart, readPlace, readWriter }: SessionHistory): Int32Array | null {
  const readers = rowsOf(readWriter, table.size);
  const after = new Int32Array(table.size).fill(none);
  const waitsFor = new Int32Array(table.size);
  for (const t of sessions.rows) {
    const previous = before[t] ?? none;
    if (previous !== none) after[previous] = t;
    waitsFor[t] = previous === none ? 0 : 1;
    for (let read = readStart[t] ?? 0; read < (readStart[t + 1] ?? 0); read++) {
      if (readWriter[read] !== initialState(table)) waitsFor[t] = (waitsFor[t] ?? 0) + 1;
    }
  }
  const inOrder = new Int32Array(sessions.rows.length);
  let count = 0;
  for (const t of sessions.rows) if (waitsFor[t] === 0) inOrder[count++] = t;
  const release = (t: number): void => {
    waitsFor[t] = (waitsFor[t] ?? 0) - 1;
    if (waitsFor[t] === 0) inOrder[count++] = t;
  };
  for (let next = 0; next < count; next++) {
    const t = inOrder[next] ?? 0;
    const following = after[t] ?? none;
    if (following !== none) release(following);
    for (let place = readers.start[t] ?? 0; place < (readers.start[t + 1] ?? 0); place++) {
      release(table.transaction[readPlace[readers.rows[place] ?? 0] ?? 0] ?? 0);
    }
  }
  return count === inOrder.length ? inOrder : null;
}
