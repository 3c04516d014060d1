import { endings, neverReturned, type OperationTable } from '../history/operation-table.ts';
import type { MicroOperation } from './transaction-table.ts';

/** One transaction of a history that is at hand as objects. */
export type TransactionRow = Readonly<{
  process: number;
  type: (typeof endings)[number];
  /** What it did; of a transaction that is not ok, what it was asked to do. */
  value: readonly MicroOperation[];
  /** Positions among all events; left out for all rows: one transaction after the other. */
  call?: number;
  ret?: number;
}>;

/**
 * Transactions as an operation table, in the given order, each with a value of its own.
 *
 * ```ts
 * import { tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([{ process: 0, type: 'ok', value: [['append', 'x', 1], ['r', 'x', [1]]] }]);
 * console.log(table.size); // → 1
 * ```
 */
export function tableOfTransactions(rows: readonly TransactionRow[]): OperationTable {
  const places = Int32Array.from(rows, (_, row) => row);
  return {
    size: rows.length,
    process: Int32Array.from(rows, ({ process }) => process),
    f: new Uint8Array(rows.length),
    key: new Int32Array(rows.length).fill(-1),
    input: places,
    output: Int32Array.from(rows, ({ type }, row) => (type === 'ok' ? row : -1)),
    type: Uint8Array.from(rows, ({ type }) => endings.indexOf(type)),
    call: Int32Array.from(rows, ({ call }, row) => call ?? 2 * row),
    ret: Int32Array.from(rows, ({ type, ret }, row) => (type === 'info' ? neverReturned : (ret ?? 2 * row + 1))),
    times: null,
    homes: null,
    functions: ['txn'],
    keys: [],
    values: rows.map(({ value }) => value),
  };
}
