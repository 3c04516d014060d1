export { peerFrameBytesMax } from './adapters/peer-protocol.ts';
export {
  type Answer,
  type ClientHello,
  type ClientOutcome,
  type ClientRequest,
  clientProtocolVersion,
  type KeyValueOperation,
  type ListElement,
  type MicroOperation,
  type MicroResult,
  type NodeToClient,
  type Scalar,
} from './client-protocol.ts';
export { encodeFrame, encodeFrameOf, FrameError, FrameReader } from './framing.ts';
export {
  type DecodedInputs,
  decodeInputs,
  encodeInputFrame,
  type InputBatch,
  InputsDamage,
  inputsDirectory,
  lineSeparator,
} from './input-codec.ts';
export {
  type DecodedJournal,
  decodeJournal,
  decodeJournalFrame,
  encodeJournalFrame,
  JournalDamage,
  type JournalFrame,
  journalFrames,
} from './journal-codec.ts';
export { type Anomaly, type Bug, bugs, type Mutant, mutants } from './mutants/index.ts';
export { type NodeOptions, parseNodeOptions } from './node-options.ts';
export { parseMessage } from './parse-message.ts';
export type { NodeClock } from './ports.ts';
export type { ReadMode, ReplicaConfiguration, RoundsBy } from './protocol/configuration.ts';
export type { Effect, ReplicaEvent } from './protocol/effects.ts';
export { InstanceMap } from './protocol/instance-map.ts';
export type { Message } from './protocol/messages.ts';
export type { JournalRecord } from './protocol/records.ts';
export { Replica } from './protocol/replica.ts';
export type { ReplicaDescription, ReplicaStatus } from './protocol/replica-status.ts';
export {
  isRound,
  type Round,
  type RoundKind,
  roundKind,
  roundNumber,
  roundOf,
  roundOwner,
  roundStep,
} from './protocol/round.ts';
export { roundWords } from './protocol/round-words.ts';
export { paxosRules, type Rules } from './protocol/rules.ts';
export type { CommandOutcome, StateMachine } from './protocol/state-machine.ts';
export type { TraceEvent, TraceLine } from './protocol/trace-event.ts';
export { asValue, noOp, type Value } from './protocol/value.ts';
export { type PastLife, type ReplayedBatch, replayLife } from './replay-life.ts';
export { Runtime } from './runtime.ts';
export { type Command, decodeCommand, encodeCommand } from './state-machine/command.ts';
export { KeyValueStore } from './state-machine/key-value-store.ts';
export { type ParsedTransaction, parseTransaction } from './state-machine/transaction.ts';
export type { NodeStatus, StateDigest } from './status.ts';
