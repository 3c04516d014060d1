import { invariant } from '#foundation';
import { endings, type OperationTable } from '../history/operation-table.ts';
import type { Effort } from './effort.ts';
import { TransactionError } from './transaction-error.ts';
import { Versions } from './versions.ts';

/** What transactions do: append to lists and read them whole, or write registers and read them. */
export type TransactionWorkload = 'list-append' | 'rw-register';

/** A micro-operation as histories have it: `["append", key, element]`, `["w", key, value]` or `["r", key, value read]`. */
export type MicroOperation = readonly [f: string, key: string | number, value: unknown];

/** Places in `endings`. */
export const ok: number = endings.indexOf('ok');
export const fail: number = endings.indexOf('fail');
export const info: number = endings.indexOf('info');

/** What a micro-operation is, as it stands in the column `kind`. An `unknownRead` is one whose answer was never seen. */
export const microOperationKinds = { read: 0, write: 1, unknownRead: 2 } as const;

/** No transaction, no micro-operation, no version. */
export const none = -1;
/** As the writer of a version: there are several, where that is permitted. */
export const several = -2;

/**
 * Transactions in columns. Transaction t is row t of the operation table; its micro-operations are numbered
 * `start[t]` to `start[t + 1]` - 1.
 */
export type TransactionTable = Readonly<{
  workload: TransactionWorkload;
  size: number;
  operations: OperationTable;
  start: Int32Array;
  /** Of each micro-operation. */
  transaction: Int32Array;
  kind: Uint8Array;
  /** Place in `keys`. */
  key: Int32Array;
  /** The version written, or for registers read; `none` for reads of lists, unknown reads and reads of the initial state. */
  version: Int32Array;
  keys: readonly (string | number)[];
  versions: Versions;
  /**
   * Of each version that was there when the table was made: the micro-operation that wrote it, if its transaction may
   * have taken effect; and the one of a failed transaction.
   */
  writer: Int32Array;
  failedWriter: Int32Array;
}>;

/**
 * The transactions of a history. What an operation did is its output where it has one, else what it was asked to do;
 * answers to reads are believed of `ok` operations only. A value of a key that two transactions wrote which may have taken
 * effect has no known writer: it is refused, or its writer is `several`.
 * @throws TransactionError when a value is no list of micro-operations of the workload, or such a value is
 * refused
 */
export function transactionTable(
  operations: OperationTable,
  workload: TransactionWorkload,
  effort?: Effort,
  duplicateWrites: 'refused' | 'several' = 'refused',
): TransactionTable {
  const size = operations.size;
  const start = new Int32Array(size + 1);
  for (let row = 0; row < size; row++) start[row + 1] = (start[row] ?? 0) + transactionAt(operations, row).length;

  const count = start[size] ?? 0;
  effort?.reserve(4 * size + bytesPerMicroOperation * count);
  const transaction = new Int32Array(count);
  const kind = new Uint8Array(count);
  const key = new Int32Array(count);
  const version = new Int32Array(count).fill(none);
  const keyIds = new Map<string | number, number>();
  const keys: (string | number)[] = [];
  const versions = new Versions();

  for (let row = 0; row < size; row++) {
    const isOk = operations.type[row] === ok;
    let place = start[row] ?? 0;
    effort?.spend(stepsPerTransaction);
    for (const microOperation of transactionAt(operations, row)) {
      const [f, name, value] = parseMicroOperation(microOperation, workload, operations, row);
      let keyId = keyIds.get(name);
      if (keyId === undefined) {
        keyId = keys.length;
        keyIds.set(name, keyId);
        keys.push(name);
      }
      transaction[place] = row;
      key[place] = keyId;
      if (f !== 'r') {
        kind[place] = microOperationKinds.write;
        version[place] = versions.intern(keyId, value);
      } else if (!isOk) {
        kind[place] = microOperationKinds.unknownRead;
      } else if (workload === 'rw-register' && value !== null) {
        version[place] = versions.intern(keyId, value);
      }
      place++;
    }
  }
  const table = { workload, size, operations, start, transaction, kind, key, version, keys, versions };
  return { ...table, ...writersOf(table, duplicateWrites) };
}

/** In the columns of the table and of what is derived from it, most versions being written once. */
const bytesPerMicroOperation = 48;
const stepsPerTransaction = 16;

/** The initial version of a key has a number behind those of all written ones. */
export function initialOf({ versions }: TransactionTable, key: number): number {
  return versions.size + key;
}

/** What transaction `t` did, as the history has it. */
export function microOperationsOf({ operations }: TransactionTable, t: number): readonly MicroOperation[] {
  return transactionAt(operations, t) as readonly MicroOperation[]; // checked when the table was made
}

/** The micro-operation with number `place`, as the history has it. */
export function microOperationAt(table: TransactionTable, place: number): MicroOperation {
  const t = table.transaction[place] ?? 0;
  const found = microOperationsOf(table, t)[place - (table.start[t] ?? 0)];
  invariant(found !== undefined, 'a micro-operation lies within its transaction', { place, t });
  return found;
}

/** The list that the micro-operation with number `place` read; null: the key is not there, which is the empty list. */
export function listReadAt(table: TransactionTable, place: number): readonly unknown[] {
  const [, , list] = microOperationAt(table, place);
  return Array.isArray(list) ? list : [];
}

function transactionAt(operations: OperationTable, row: number): readonly unknown[] {
  const output = operations.output[row] ?? none;
  const place = output !== none && operations.type[row] === ok ? output : (operations.input[row] ?? none);
  const value = place === none ? null : operations.values[place];
  if (Array.isArray(value)) return value;
  if (value === null && operations.type[row] !== ok) return []; // nothing is known of it
  throw notATransaction(operations, row, 'a transaction is a list of micro-operations', value);
}

function notATransaction(operations: OperationTable, row: number, expected: string, found: unknown): TransactionError {
  const message = `${placeOf(operations, row)}: ${expected}, found ${shortened(JSON.stringify(found))}`;
  return new TransactionError('NOT_A_TRANSACTION', message, row);
}

/** Where the operation began, as the readers of histories count. */
function placeOf({ call, process }: OperationTable, row: number): string {
  return `event ${call[row]}, counted from 0, of process ${process[row]}`;
}

const shownMax = 200;

function shortened(text: string): string {
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`;
}

function parseMicroOperation(
  parsed: unknown,
  workload: TransactionWorkload,
  operations: OperationTable,
  row: number,
): MicroOperation {
  const write = workload === 'list-append' ? 'append' : 'w';
  const refuse = (): never => {
    const expected = `["${write}", key, value] or ["r", key, value read]`;
    throw notATransaction(operations, row, `expected ${expected} of a ${workload} history`, parsed);
  };
  if (!Array.isArray(parsed)) return refuse();
  const list: readonly unknown[] = parsed;
  const f = list[0];
  const key = list[1];
  const value = list[2] ?? null;
  if (typeof key !== 'string' && typeof key !== 'number') return refuse();
  if (f === 'r') {
    // A read that was answered says what it saw; taken for the initial state, what was left out would accuse.
    if (workload === 'rw-register' && list.length < 3 && operations.type[row] === ok) return refuse();
    if (workload === 'list-append' && value !== null && !Array.isArray(value)) return refuse();
    return [f, key, value];
  }
  if (f !== write || value === null) return refuse();
  return [write, key, value];
}

function writersOf(
  table: Omit<TransactionTable, 'writer' | 'failedWriter'>,
  duplicateWrites: 'refused' | 'several',
): Pick<TransactionTable, 'writer' | 'failedWriter'> {
  const { operations, transaction, kind, version, versions } = table;
  const writer = new Int32Array(versions.size).fill(none);
  const failedWriter = new Int32Array(versions.size).fill(none);
  for (let place = 0; place < version.length; place++) {
    if (kind[place] !== microOperationKinds.write) continue;
    const written = version[place] ?? none;
    const t = transaction[place] ?? 0;
    if (operations.type[t] === fail) {
      failedWriter[written] = place;
      continue;
    }
    const other = writer[written] ?? none;
    if (other === several) continue;
    if (other !== none && transaction[other] !== t && duplicateWrites === 'several') {
      writer[written] = several;
      continue;
    }
    if (other !== none && (table.workload === 'list-append' || transaction[other] !== t)) {
      const key = table.keys[versions.keyOf(written)];
      const value = JSON.stringify(versions.valueOf(written));
      const first = placeOf(operations, transaction[other] ?? 0);
      const message = `${placeOf(operations, t)}: every write needs a value of its own, but ${value} is written to ${JSON.stringify(key)} twice, first by ${first}`;
      throw new TransactionError('DUPLICATE_WRITE', message, t);
    }
    writer[written] = place;
  }
  return { writer, failedWriter };
}
