import type { ReadMode } from '#cluster-node';
import type { FaultStep } from '#nemesis';
import type { QuorumSystem } from '#quorums';
import type { AppendOptions, RegisterOptions } from '#workloads';
import type { MessageSchedule } from './counterexample/index.ts';
import type { ClockMode, FaultKind } from './ports/index.ts';

/** Ten lists of at most 128 elements: an answer holds some hundreds of bytes, and hot lists are fought over. */
export const appendDefaults: AppendOptions = { keysInUse: 10, appendsPerKey: 128, microsMax: 4 };

export type ProtocolName = 'classic' | 'flexible' | 'fast' | 'fast-flexible';

/** Everything that a run is going to do, fixed before anything starts; plain data, kept as `plan.json`. */
export type RunPlan = Readonly<{
  version: 1;
  scenario: string;
  environment: string;
  seed: number;
  nodes: readonly string[];
  protocol: ProtocolName;
  quorums: QuorumSystem;
  /** Unsafe quorums were permitted, for a negative control. */
  unsafeQuorums: boolean;
  onBrokenPick: 'stop' | 'choose';
  reads: ReadMode;
  /** The rule that every node runs broken, for a negative control; null: none. */
  mutant: string | null;
  workload: 'register' | 'append';
  /** Each for the workload of its name. */
  register: RegisterOptions;
  append: AppendOptions;
  /** The share of ops that are sent more than once, 0 to 1. */
  resendFraction: number;
  /** Of all clients together. */
  ratePerSecond: number;
  /** How many clients there are at a time. */
  concurrency: number;
  opTimeoutMs: number;
  timeLimitMs: number;
  /** As it was asked for. */
  nemesis: string;
  nemesisIntervalMs: number;
  /** In which mode the nodes' clocks are, so that they can be made to lie; null: they are left alone. */
  clock: ClockMode | null;
  faultKinds: readonly FaultKind[];
  schedule: readonly FaultStep[];
  /** How much longer each message from node to node takes. */
  linkDelayMs: number;
  /** What is made to happen message by message before anything else; null: nothing. */
  messages: MessageSchedule | null;
}>;
