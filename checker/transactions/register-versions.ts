import { fail, initialOf, microOperationKinds, none, ok, type TransactionTable } from './transaction-table.ts';

/**
 * What each transaction shows of each register to others: its first read, unless it wrote before (`reads`), and its last
 * write (`writes`). Adya calls these external. Each entry is one micro-operation, in the order of the history.
 */
export type ExternalOperations = Readonly<{
  /** Micro-operations; only of transactions that are ok. */
  reads: Int32Array;
  /** Micro-operations; of transactions that are ok or may have taken effect. */
  writes: Int32Array;
  /** Of each micro-operation that reads: the version it saw; `none` for others. */
  seen: Int32Array;
}>;

/** The external operations of a history of registers. */
export function externalOperations(table: TransactionTable): ExternalOperations {
  const { size, start, kind, key, version, keys, operations } = table;
  const reads: number[] = [];
  const writes: number[] = [];
  const seen = new Int32Array(kind.length).fill(none);
  const touchedBy = new Int32Array(keys.length).fill(none);
  const writtenBy = new Int32Array(keys.length).fill(none);
  for (let t = 0; t < size; t++) {
    if (operations.type[t] === fail) continue;
    const first = start[t] ?? 0;
    const end = start[t + 1] ?? 0;
    for (let place = first; place < end; place++) {
      const k = key[place] ?? 0;
      if (kind[place] === microOperationKinds.read) {
        const read = version[place] ?? none;
        seen[place] = read === none ? initialOf(table, k) : read;
        if (touchedBy[k] !== t && operations.type[t] === ok) reads.push(place);
      }
      touchedBy[k] = t;
    }
    for (let place = end - 1; place >= first; place--) {
      const k = key[place] ?? 0;
      if (kind[place] !== microOperationKinds.write || writtenBy[k] === t) continue;
      writtenBy[k] = t;
      writes.push(place);
    }
  }
  return { reads: Int32Array.from(reads), writes: Int32Array.from(writes), seen };
}
