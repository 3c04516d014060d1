/**
 * One operation of one client: an invocation with its completion. It took effect at some moment between the two
 * indices; with `type: 'info'` at some moment after `invokeIndex`, or never.
 */
export type Operation = Readonly<{
  process: number;
  f: string;
  key: number | string | null;
  /** What the client asked for: the value of the `invoke` line. */
  input: unknown;
  /** What the client was told: the value of the `ok` line; `undefined` when it was told nothing. */
  output: unknown;
  type: 'ok' | 'fail' | 'info';
  /** The line of the history at which it began, and at which it ended; null: the history ends before it did. */
  invokeIndex: number;
  completeIndex: number | null;
  invokeNs: number;
  completeNs: number | null;
  node: string | null;
  error: string | null;
  /** True for the last reads, after everything was healed. */
  final: boolean;
}>;
