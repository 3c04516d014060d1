import type { QuorumSystem } from '#quorums';

/** The two commands that compete for the first instance; they are called as in protocol.md 6. */
export type Contender = 'x' | 'y';

/** The two attempts of a counterexample. Which number a round really gets is its coordinator's affair. */
export type RoundOfSchedule = 1 | 2;

/** A kind of message that a schedule hands on. */
export type ScheduledMessage = 'phase1a' | 'phase1b' | 'any' | 'propose' | 'phase2a' | 'phase2b';

/**
 * One event of a counterexample, as plain data. Nodes do nothing but what these steps let them: whatever a step does
 * not deliver stays on its way and is lost in the end.
 */
export type ScheduleStep =
  | Readonly<{ kind: 'begin'; round: RoundOfSchedule; roundKind: 'classic' | 'fast'; coordinator: string }>
  /** From each of `from` to each of `to`; what a node tells itself needs no delivery. */
  | Readonly<{
      kind: 'deliver';
      message: ScheduledMessage;
      round: RoundOfSchedule;
      /** Null: the message carries none. */
      value: Contender | null;
      from: readonly string[];
      to: readonly string[];
    }>
  /** A client of `node` asks for the contender's command. */
  | Readonly<{ kind: 'invoke'; contender: Contender; node: string }>
  /** `node` tells its client that the command is done. */
  | Readonly<{ kind: 'answered'; contender: Contender; node: string }>
  /** The coordinator of round 2 sees two values that may both be chosen, and goes on with one of them. */
  | Readonly<{ kind: 'pick'; contender: Contender; coordinator: string }>
  /** It sees them, and stops. */
  | Readonly<{ kind: 'alarm'; coordinator: string }>;

/** A value that the schedule makes chosen: by whose votes in which round. */
export type ChosenBySchedule = Readonly<{
  contender: Contender;
  round: RoundOfSchedule;
  roundKind: 'classic' | 'fast';
  coordinator: string;
  quorum: readonly string[];
}>;

/**
 * By what a conviction is known to be the one that was meant: what is chosen by whom, and from whose reports the coordinator
 * of round 2 picks. A conviction with another fingerprint is an accident and proves nothing about the quorums.
 */
export type Fingerprint = Readonly<{
  chosen: readonly ChosenBySchedule[];
  /** Null: nobody stops. */
  alarm: Readonly<{ coordinator: string; reporters: readonly string[] }> | null;
}>;

/** How quorums that do not meet lose an acknowledged write, event by event. */
export type MessageSchedule = Readonly<{
  version: 1;
  /** The system for which it was made. */
  system: QuorumSystem;
  nodes: readonly string[];
  onBrokenPick: 'stop' | 'choose';
  /** Which sets of nodes do not meet, in one sentence. */
  because: string;
  steps: readonly ScheduleStep[];
  fingerprint: Fingerprint;
}>;
