/** Who objects to a run: an oracle, the checker of what clients saw, a node that stopped, or time. */
export type SimJudge =
  | 'agreement'
  | 'picking'
  | 'durability'
  | 'regression'
  | 'divergence'
  | 'early-answer'
  | 'linearizability'
  | 'transactions'
  | 'halt'
  | 'stall'
  | 'progress-without-quorum';

/** The judges whose word convicts: a node that stops, or a cluster that stalls, may be broken in any way. */
export const convictingJudges: ReadonlySet<SimJudge> = new Set<SimJudge>([
  'agreement',
  'picking',
  'durability',
  'regression',
  'divergence',
  'early-answer',
  'linearizability',
  'transactions',
  'progress-without-quorum',
]);

/** What went wrong. Runs that fail in the same way have the same fingerprint, whatever names, numbers and times they have. */
export type SimViolation = Readonly<{
  judge: SimJudge;
  fingerprint: string;
  message: string;
  atEvent: number;
  atMs: number;
}>;

/** What a simulated run came to. Everything in it is determined by its scenario. */
export type SimOutcome = Readonly<{
  violation: SimViolation | null;
  /** Delivered messages, timers, finished syncs and steps of clients. */
  events: number;
  /** Virtual time at the end. */
  endedAtMs: number;
  /** Of all events in order: equal hashes are equal runs. */
  hash: string;
  /** Who was meant by `@leader`, by the place of the fault in its list. */
  leaders: readonly Readonly<{ fault: number; leader: string }>[];
  operations: Readonly<{ ok: number; fail: number; info: number }>;
  /** How often each named situation occurred. */
  coverage: Readonly<Record<string, number>>;
}>;
