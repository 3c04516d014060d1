import type { Answer } from '../client-protocol.ts';
import type { Value } from './value.ts';

/** What a command came to. `rejected` is logged and without effect; `unavailable`: applied once, its result is gone. */
export type CommandOutcome =
  | Readonly<{ kind: 'ok'; value: Answer }>
  | Readonly<{ kind: 'rejected'; reason: string; value: string | number | boolean | null }>
  | Readonly<{ kind: 'unavailable'; reason: string }>;

/** What is replicated: a deterministic function of the values applied, sessions included. */
export interface StateMachine {
  /** Applies `value`; a duplicate changes nothing and gives the first outcome again. */
  apply(value: Value): Readonly<{ outcome: CommandOutcome; isDuplicate: boolean }>;
  /** The outcome of a command that was applied before, else null. */
  outcomeOf(value: Value): CommandOutcome | null;
  /** What a read sees in the state of this replica alone; null for other commands. Not linearizable: a negative control. */
  readLocally(value: Value): CommandOutcome | null;
}
