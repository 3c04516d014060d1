import type { OperationTable } from '../history/operation-table.ts';

/** The operations of `rows` (ascending) as a history of their own, at the positions that they had. O(rows). */
export function onlyRows(table: OperationTable, rows: readonly number[]): OperationTable {
  const ints = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row] ?? -1);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(rows, (row) => column[row] ?? 0);
  const floats = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row] ?? Number.NaN);
  const { times, homes } = table;
  return {
    ...table,
    size: rows.length,
    process: ints(table.process),
    f: bytes(table.f),
    key: ints(table.key),
    input: ints(table.input),
    output: ints(table.output),
    type: bytes(table.type),
    call: ints(table.call),
    ret: ints(table.ret),
    times: times && { callNs: floats(times.callNs), retNs: floats(times.retNs) },
    homes: homes && { ...homes, node: ints(homes.node) },
  };
}
