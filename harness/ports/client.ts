/** One attempt of one operation, as it is given to an endpoint. `client` and `sequence` name it for ever. */
export type Attempt = Readonly<{
  client: string;
  sequence: number;
  /** Every lower sequence of this client is finished. */
  acknowledged: number;
  f: string;
  /** Absent where the value names all keys, as that of a transaction does. */
  key?: string;
  /** `write`: what is written; `cas`: `[from, to]`; `read`: null; `txn`: micro-operations. */
  value: unknown;
}>;

/**
 * How an attempt ended. `indefinite` with `sent: false` means that no byte of the attempt left: only that, and a
 * logged rejection, make an op `fail`.
 */
export type Completion =
  | Readonly<{ kind: 'ok'; value: unknown }>
  | Readonly<{ kind: 'rejected'; error: string }>
  | Readonly<{ kind: 'indefinite'; error: string; sent: boolean }>;

/** One client's connection to one home node. It reconnects by itself on the next attempt; it never retries. */
export interface Endpoint extends AsyncDisposable {
  readonly node: string;
  /** Never rejects: whatever happens is a `Completion`. Several attempts may be outstanding. */
  attempt(attempt: Attempt, timeoutMs: number): Promise<Completion>;
}
