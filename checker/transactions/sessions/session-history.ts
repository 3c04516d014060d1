import type { Effort } from '../effort.ts';
import type { Findings } from '../findings.ts';
import { type Rows, rowsOf } from '../rows.ts';
import { initialOf, microOperationKinds, none, ok, several, type TransactionTable } from '../transaction-table.ts';
import { findReadAnomalies, type SeenVersions } from './read-anomalies.ts';

/**
 * Transactions as the levels of sessions see them: who ran them one after the other, which keys each wrote, and from which
 * transaction each of its reads has its value. Of crashed transactions those are in it of which something was read: they did
 * take effect. The others need not have, and failed ones did not.
 */
export type SessionHistory = Readonly<{
  table: TransactionTable;
  /** The transactions of each session in order; session[t]: that of transaction t, `none` where t is not in it. */
  sessions: Rows;
  session: Int32Array;
  /** The transaction before t in its session; `none`: it is the first. */
  before: Int32Array;
  /** The keys that t wrote, each once, ascending: `writtenKeys[writeStart[t]]` to `writtenKeys[writeStart[t + 1] - 1]`. */
  writeStart: Int32Array;
  writtenKeys: Int32Array;
  /**
   * The reads of t that come from elsewhere, in its order: those from `readStart[t]` to `readStart[t + 1] - 1`. `readPlace` is
   * the micro-operation, `readWriter` the transaction whose value it saw; `initialState` for that.
   */
  readStart: Int32Array;
  readPlace: Int32Array;
  readKey: Int32Array;
  readWriter: Int32Array;
  /** How many reads saw a value that several transactions wrote; they are not in it. */
  untracedReads: number;
}>;

/** The vertex of the state that was there before all transactions, in the order of commits. */
export function initialState({ size }: TransactionTable): number {
  return size;
}

/**
 * The sessions of a history. Reads that no order of commits can explain are told to `findings` and are not in it. Linear, but for sorting keys.
 */
export function sessionHistory(
  table: TransactionTable,
  versions: SeenVersions,
  findings: Findings,
  effort?: Effort,
): SessionHistory {
  effort?.reserve(bytesPerTransaction * table.size + bytesPerMicroOperation * table.kind.length);
  effort?.spend(table.kind.length);
  const writerOf = findReadAnomalies(table, versions, findings);
  const isIn = transactionsIn(table, writerOf);
  return { table, ...sessionsOf(table, isIn), ...writesOf(table, isIn), ...readsOf(table, versions.seen, writerOf) };
}

/** In the columns below and those that they are made with. */
const bytesPerTransaction = 24;
const bytesPerMicroOperation = 36;

function transactionsIn({ size, operations, transaction }: TransactionTable, writerOf: Int32Array): Uint8Array {
  const isIn = new Uint8Array(size);
  for (let t = 0; t < size; t++) if (operations.type[t] === ok) isIn[t] = 1;
  for (const place of writerOf) if (place !== none) isIn[transaction[place] ?? 0] = 1;
  return isIn;
}

function sessionsOf(
  { size, operations }: TransactionTable,
  isIn: Uint8Array,
): Pick<SessionHistory, 'sessions' | 'session' | 'before'> {
  const session = new Int32Array(size).fill(none);
  const before = new Int32Array(size).fill(none);
  const numberOf = new Map<number, number>(); // of each process
  const last: number[] = []; // of each session
  for (let t = 0; t < size; t++) {
    if (isIn[t] !== 1) continue;
    const process = operations.process[t] ?? 0;
    const own = numberOf.get(process) ?? numberOf.size;
    numberOf.set(process, own);
    session[t] = own;
    before[t] = last[own] ?? none;
    last[own] = t;
  }
  return { sessions: rowsOf(session, numberOf.size), session, before };
}

function writesOf(
  { size, start, kind, key, keys }: TransactionTable,
  isIn: Uint8Array,
): Pick<SessionHistory, 'writeStart' | 'writtenKeys'> {
  const writeStart = new Int32Array(size + 1);
  const writtenKeys = new Int32Array(kind.length);
  const writtenBy = new Int32Array(keys.length).fill(none);
  let count = 0;
  for (let t = 0; t < size; t++) {
    for (let place = start[t] ?? 0; place < (start[t + 1] ?? 0); place++) {
      const k = key[place] ?? 0;
      if (isIn[t] !== 1 || kind[place] !== microOperationKinds.write || writtenBy[k] === t) continue;
      writtenBy[k] = t;
      writtenKeys[count++] = k;
    }
    writeStart[t + 1] = count;
    writtenKeys.subarray(writeStart[t], count).sort();
  }
  return { writeStart, writtenKeys: writtenKeys.slice(0, count) };
}

/** A read after a write of the same transaction sees that, or was told as an anomaly. */
function readsOf(
  table: TransactionTable,
  seen: Int32Array,
  writerOf: Int32Array,
): Pick<SessionHistory, 'readStart' | 'readPlace' | 'readKey' | 'readWriter' | 'untracedReads'> {
  const { size, start, kind, key, keys, transaction } = table;
  const readStart = new Int32Array(size + 1);
  const readPlace = new Int32Array(kind.length);
  const readKey = new Int32Array(kind.length);
  const readWriter = new Int32Array(kind.length);
  const writtenBy = new Int32Array(keys.length).fill(none);
  let count = 0;
  let untracedReads = 0;
  for (let t = 0; t < size; t++) {
    for (let place = start[t] ?? 0; place < (start[t + 1] ?? 0); place++) {
      const k = key[place] ?? 0;
      if (kind[place] === microOperationKinds.write) writtenBy[k] = t;
      if (kind[place] !== microOperationKinds.read || writtenBy[k] === t) continue;
      const writer = writerOf[place] ?? none;
      const isInitial = seen[place] === initialOf(table, k);
      if (table.writer[seen[place] ?? none] === several) untracedReads++;
      if (writer === none && !isInitial) continue;
      readPlace[count] = place;
      readKey[count] = k;
      readWriter[count++] = isInitial ? initialState(table) : (transaction[writer] ?? 0);
    }
    readStart[t + 1] = count;
  }
  return {
    readStart,
    readPlace: readPlace.slice(0, count),
    readKey: readKey.slice(0, count),
    readWriter: readWriter.slice(0, count),
    untracedReads,
  };
}

/** Whether transaction `t` wrote `key`; by bisection. */
export function hasWritten({ writeStart, writtenKeys }: SessionHistory, t: number, key: number): boolean {
  let low = writeStart[t] ?? 0;
  let high = writeStart[t + 1] ?? 0;
  const end = high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((writtenKeys[middle] ?? 0) < key) low = middle + 1;
    else high = middle;
  }
  return low < end && writtenKeys[low] === key;
}
