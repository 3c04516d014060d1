import type { Message } from './messages.ts';
import type { JournalRecord } from './records.ts';
import type { RoundKind } from './round.ts';
import type { CommandOutcome } from './state-machine.ts';
import type { TraceEvent } from './trace-event.ts';
import type { Value } from './value.ts';

export type TimerName = 'election' | 'tick';

/** What happens to a replica. Nodes are known by their index in the configuration. */
export type ReplicaEvent =
  | Readonly<{ kind: 'start' }>
  | Readonly<{ kind: 'message'; from: number; message: Message }>
  /** A client of this node asks for a command; asking again for the same one is harmless. */
  | Readonly<{ kind: 'command'; value: Value }>
  | Readonly<{ kind: 'timer'; timer: TimerName }>
  /**
   * Somebody asks for a round above all that were seen. Until it ends, `classic`: it stays in step 0; `fast`: its fast
   * step is opened as soon as the steps before allow it, whether or not a fast quorum answers.
   */
  | Readonly<{ kind: 'begin-round'; roundKind: RoundKind }>
  /** Somebody asks for the recovery of `instance` of its open fast round, as if it had been undecided for too long. */
  | Readonly<{ kind: 'recover'; instance: number }>
  /** A node that has left rounds to requests goes on as one that was started to leave them to timeouts. */
  | Readonly<{ kind: 'rounds-by-timeouts' }>
  /** How long an election timeout lasts at least, from what syncs were measured to take. */
  | Readonly<{ kind: 'pace'; electionTimeoutMs: number }>;

/**
 * What a replica asks for, in order. Whatever follows a `persist` leaves only after that record is on disk; what
 * precedes every `persist` of a batch may leave at once. A `note` is written with the next sync, and nothing waits
 * for it. A timer of the same name replaces the one that is set, and fires after a time drawn from its range.
 */
export type Effect =
  | Readonly<{ kind: 'persist'; record: JournalRecord }>
  | Readonly<{ kind: 'note'; record: JournalRecord }>
  | Readonly<{ kind: 'send'; to: number; message: Message }>
  | Readonly<{ kind: 'answer'; value: Value; outcome: CommandOutcome }>
  | Readonly<{ kind: 'timer'; timer: TimerName; minMs: number; maxMs: number }>
  | Readonly<{ kind: 'trace'; event: TraceEvent }>
  /** Something that cannot happen under safe quorums happened. `stops`: the node has to stop. */
  | Readonly<{ kind: 'alarm'; message: string; stops: boolean }>;

/** Where roles put their effects during one step. */
export type Effects = Effect[];
