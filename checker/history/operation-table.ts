/** The return of an operation that never returned, or of which nobody knows whether it had an effect. */
export const neverReturned: number = 2 ** 31 - 1;

/** How an operation ended, as it stands in the column `type`. */
export const endings = ['ok', 'fail', 'info'] as const;

/**
 * Operations in columns: row i of each is the i-th operation, in the order of invocations. A million of them need some tens
 * of megabytes, where objects need some hundreds. Every distinct function, key and value is held once, in a list, and a
 * column holds its place there; -1: none.
 */
export type OperationTable = Readonly<{
  size: number;
  process: Int32Array;
  /** Place in `functions`. */
  f: Uint8Array;
  /** Place in `keys`; -1: the operation has no key. */
  key: Int32Array;
  /** What was asked for: place in `values`. */
  input: Int32Array;
  /** What was answered: place in `values`; -1: nothing. */
  output: Int32Array;
  /** Place in `endings`. */
  type: Uint8Array;
  /** Position of the invocation among all events. Positions are real-time order: no two events share one. */
  call: Int32Array;
  /** Position of the completion; `neverReturned` for `info`, and where the history ends before. */
  ret: Int32Array;
  /** For people, nanoseconds since any moment; null: the source does not tell. */
  times: Readonly<{ callNs: Float64Array; retNs: Float64Array }> | null;
  /** For people, the node that each client called home: place in `nodes`; -1: untold. Null: the source tells no nodes. */
  homes: Readonly<{ node: Int32Array; nodes: readonly string[] }> | null;
  functions: readonly string[];
  keys: readonly (string | number)[];
  /** Parsed, as JSON knows values; equal ones have one place. */
  values: readonly unknown[];
}>;
