import type { Round } from './round.ts';
import type { Value } from './value.ts';

/** An instance with what was chosen in it. */
export type ChosenEntry = readonly [instance: number, value: Value];

/** An instance with the acceptor's vote in it. */
export type VoteEntry = readonly [instance: number, round: Round, value: Value];

/**
 * What nodes tell each other. The sender is known from the connection. protocol.md 2.1 and section 4. `next` is the
 * lowest instance in which the sender has seen nothing: it realigns an acceptor that missed a command.
 */
export type Message =
  /** Promise `round` for every instance, and report the votes from instance `from` on. */
  | Readonly<{ kind: 'phase1a'; round: Round; from: number }>
  /** Part `part` (from 0) of `parts`: counts only when all have come. */
  | Readonly<{
      kind: 'phase1b';
      round: Round;
      from: number;
      part: number;
      parts: number;
      votes: readonly VoteEntry[];
      chosen: readonly ChosenEntry[];
    }>
  /** The same for one instance: recovery of a collision. */
  | Readonly<{ kind: 'phase1a-instance'; round: Round; instance: number }>
  | Readonly<{
      kind: 'phase1b-instance';
      round: Round;
      instance: number;
      vote: Readonly<{ round: Round; value: Value }> | null;
    }>
  /** `round` was refused, because `promised` is higher. */
  | Readonly<{ kind: 'nack'; round: Round; promised: Round }>
  | Readonly<{ kind: 'phase2a'; round: Round; instance: number; value: Value }>
  /** 2a(round, ANY) for all instances from `from` on. */
  | Readonly<{ kind: 'any'; round: Round; from: number; next: number }>
  | Readonly<{ kind: 'phase2b'; round: Round; instance: number; value: Value }>
  /** A command, to every acceptor, for the fast round that the sender believes to be open. */
  | Readonly<{ kind: 'propose'; value: Value; next: number }>
  /** A command, to the leader alone. */
  | Readonly<{ kind: 'forward'; value: Value }>
  /** `vouched`: the sender counted these decisions itself, as the coordinator of their round. */
  | Readonly<{ kind: 'chosen'; entries: readonly ChosenEntry[]; next: number; vouched?: boolean }>
  /** Asks for what was chosen from instance `from` on. */
  | Readonly<{ kind: 'learn'; from: number }>
  /** `settled`: every node has everything on its disk that is chosen up to this instance. */
  | Readonly<{ kind: 'heartbeat'; round: Round; next: number; chosenThrough: number; settled?: number }>
  /** `recorded`: the sender has. */
  | Readonly<{ kind: 'heartbeat-ack'; round: Round; chosenThrough: number; recorded?: number }>
  /** A home node asks the leader up to where it has to apply before it may answer a read that has arrived. */
  | Readonly<{ kind: 'read-request'; id: number }>
  | Readonly<{ kind: 'read-index'; id: number; instance: number }>
  /** The leader asks whether `round` is still promised; an acceptor that has promised more does not answer. */
  | Readonly<{ kind: 'confirm'; round: Round; sequence: number }>
  | Readonly<{ kind: 'confirmation'; round: Round; sequence: number }>
  /** The leader asks to be the only one whose 1a is answered for a while; `sentAtMs` is of its own clock. */
  | Readonly<{ kind: 'lease-request'; round: Round; sentAtMs: number }>
  | Readonly<{ kind: 'lease-grant'; round: Round; sentAtMs: number }>;
