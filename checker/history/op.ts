/**
 * One line of `history.jsonl`. `index` counts lines from 0 and is the only order that checkers use; `timeNs` is for
 * people (nanoseconds since the run began). Types as Jepsen's: `invoke` an op began, `ok` it took effect, `fail` it
 * certainly had no effect, `info` it may have had one, now or later, or never. A process is one logical client, with
 * one op outstanding; after `info` its number is never used again.
 *
 * Workload `register`: `f` is `read` (value: null at invoke, the value read or null at `ok`), `write` (value: what is
 * written) or `cas` (value: `[from, to]`). `key` is the register.
 * Workload `append`: `f` is `txn`, without `key`; the value is a list of micro-operations, `["append", key, element]` and
 * `["r", key, null]`, which at `ok` holds the lists that were read (null: nothing was ever appended).
 * Nemesis lines have `process: 'nemesis'`, `type: 'info'` and `value: NemesisEvent`.
 */
export type Op = Readonly<{
  index: number;
  process: number | 'nemesis';
  type: OpType;
  f: string;
  key?: number | string;
  value: unknown;
  timeNs: number;
  /** Why an op ended in `fail` or `info`, for example `timeout`, `connection-lost`, `cas-mismatch`. */
  error?: string;
  /** The home node of the op's client, for example `n2`. */
  node?: string;
  /** True on the ops of the final generator, which run after everything was healed. */
  final?: boolean;
}>;

export type OpType = 'invoke' | 'ok' | 'fail' | 'info';
