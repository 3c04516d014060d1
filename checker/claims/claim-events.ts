import type { QuorumFamily } from '#quorums';

/**
 * What the nodes of one run claim to have done, as plain data: whoever knows the files of a system decodes them to
 * this. Rounds are whole numbers above 0, in their order; values are compared as strings.
 */
export type ClaimedRun = Readonly<{
  /** All acceptors, dead ones included. The place of a node here is its bit in the sets that `family` judges. */
  nodes: readonly string[];
  family: Pick<QuorumFamily, 'isClassic' | 'isFast'>;
  journals: readonly JournalClaims[];
  traces: readonly TraceClaims[];
}>;

/**
 * A node's journal, in the order of the file. `missing` has no records; `damaged` has those before the damage (a torn
 * tail that recovery would cut is no damage: its records were never relied on).
 */
export type JournalClaims = Readonly<{ node: string; state: FileState; records: readonly JournalClaim[] }>;

/** A node's trace, in the order of the file. Its tail may be lost in a crash without being `damaged`. */
export type TraceClaims = Readonly<{ node: string; state: FileState; events: readonly TraceClaim[] }>;

export type FileState = 'complete' | 'damaged' | 'missing';

/** `record` is the number of the record in its journal, for people. */
export type JournalClaim = Readonly<{ record: number }> &
  /** The process began; of what the journal held before, it took back this promise and so many instances' votes. */
  (
    | Readonly<{ kind: 'start'; promised: number; votes: number }>
    | Readonly<{ kind: 'promise'; round: number }>
    | Readonly<{ kind: 'promise-instance'; instance: number; round: number }>
    | VoteClaim
    | Readonly<{ kind: 'chosen'; instance: number; value: string }>
  );

export type VoteClaim = Readonly<{
  kind: 'vote';
  instance: number;
  round: number;
  roundKind: RoundKind;
  value: string;
}>;

export type TraceClaim = DecidedClaim | AppliedClaim;

/** The node, as a learner, counted one vote for `value` in `round` from each of `voters`. */
export type DecidedClaim = Readonly<{
  kind: 'decided';
  instance: number;
  round: number;
  roundKind: RoundKind;
  value: string;
  voters: readonly string[];
}>;

/** The node executed `value` as the command of `instance`. */
export type AppliedClaim = Readonly<{ kind: 'applied'; instance: number; value: string }>;

export type RoundKind = 'classic' | 'fast';
