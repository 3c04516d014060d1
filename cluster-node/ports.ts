import type { Effect, ReplicaEvent, TimerName } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';
import type { CommandOutcome } from './protocol/state-machine.ts';
import type { TraceEvent } from './protocol/trace-event.ts';
import type { Value } from './protocol/value.ts';

/** The disk under a journal. One append at a time. */
export interface JournalStorage {
  /** Writes `bytes` at the end and syncs; `done` is called once they are durable, or with what went wrong. */
  append(bytes: Buffer, done: (error: Error | null) => void): void;
}

/** The way to other nodes. Messages may be lost, delayed, repeated and reordered. */
export interface PeerNetwork {
  send(to: number, messages: readonly Message[]): void;
}

/** Time, as a node sees it. */
export interface NodeClock {
  /** Monotonic milliseconds, with fractions. */
  nowMs(): number;
  /** Milliseconds since 1970, as far as this node knows. */
  wallMs(): number;
  /** Replaces the timer of the same name; it fires after a time drawn from the range. */
  setTimer(timer: TimerName, minMs: number, maxMs: number, fire: () => void): void;
  /** Runs `task` soon, after what is waiting to be received; many calls before it runs are one call each. */
  soon(task: () => void): void;
}

/** Who hears of what a node does. */
export interface NodeObserver {
  trace(event: TraceEvent): void;
  /** A client of this node has asked for `value`; this is what it came to. */
  answer(value: Value, outcome: CommandOutcome): void;
  alarm(message: string): void;
  /** The node cannot go on: nothing further leaves it. */
  halt(reason: string, exitStatus: number): void;
}

/** What came from a peer in one frame. `frame`: the JSON of exactly these messages; null: a bad one followed. */
export type PeerBundle = Readonly<{ from: number; messages: readonly Message[]; frame: JsonBytes | null }>;

/** JSON as it came: the bytes from `start` to before `end`. */
export type JsonBytes = Readonly<{ bytes: Buffer; start: number; end: number }>;

/** Events that a replica took at one reading of the clocks, and what it asked for. */
export type SteppedBatch = Readonly<{
  events: readonly ReplicaEvent[];
  nowMs: number;
  wallMs: number;
  effects: readonly Effect[];
  /** What the replica broke with; null: it did not. */
  failure: string | null;
}>;

/** Who writes down what a replica is given, so that its life can be lived once more. */
export interface InputLog {
  record(batch: SteppedBatch): void;
}
