/**
 * What a node tells about its decisions, one JSON line each in its trace file; the writer adds `atNs` (monotonic) and
 * `incarnation`. The tail may be lost in a crash, so verdicts on agreement rest on journals, and traces add what
 * journals cannot say: who counted which vote, what was picked from which reports, what was executed.
 */
export type TraceEvent =
  | Readonly<{
      kind: 'round';
      round: number;
      roundKind: 'classic' | 'fast';
      what: 'began' | 'led' | 'deposed' | 'opened-fast';
    }>
  /** PICK for `instance` in `round`. `reports`: one per acceptor used, `round` 0 = never voted. */
  | Readonly<{
      kind: 'pick';
      instance: number;
      round: number;
      case: 'K1' | 'K2a' | 'K2b' | 'K2c' | 'broken';
      reports: readonly Readonly<{ from: string; round: number; value: string | null }>[];
      value: string | null;
    }>
  | Readonly<{ kind: 'collision'; instance: number; round: number; certain: boolean }>
  | Readonly<{ kind: 'recovery'; instance: number; round: number }>
  /** A learner found that `value` is chosen by counting one vote in `round` from each of `voters`. */
  | Readonly<{
      kind: 'decided';
      instance: number;
      round: number;
      roundKind: 'classic' | 'fast';
      value: string;
      voters: readonly string[];
      /** True at the coordinator of the round; a home node may count the votes for its own commands as well. */
      asCoordinator: boolean;
    }>
  | Readonly<{ kind: 'applied'; instance: number; value: string; duplicate: boolean }>
  | Readonly<{ kind: 'alarm'; message: string }>;

/** A line of the trace file. */
export type TraceLine = TraceEvent & Readonly<{ atNs: number; incarnation: number }>;
