import type { Cluster } from './cluster.ts';
import type { ClockMode, FaultKind } from './fault-injector.ts';
import type { System } from './system.ts';

/** What an environment can do on this machine, and why not. */
export type Capabilities = Readonly<{
  available: boolean;
  /** What is missing and how to get it, also when the rest can be done without it; empty when nothing is. */
  remedies: readonly string[];
  faults: readonly FaultKind[];
}>;

export type RunPlace = Readonly<{
  runId: string;
  directory: string;
  seed: number;
  /** In which way clock faults will make the nodes' clocks lie; null or absent: they are left alone. */
  clockMode?: ClockMode | null;
  /** Nodes do nothing together but what `Cluster.steering` lets them; the system has to be started for it. */
  steered?: boolean;
  /** Every message from one node to another takes so much longer; absent: 0. */
  linkDelayMs?: number;
}>;

/** Where a system runs. */
export interface Environment {
  readonly name: string;
  capabilities(): Promise<Capabilities>;
  /** Starts all nodes and returns when each answers `/health`; on failure nothing of it is left. @throws HarnessError */
  start(system: System, place: RunPlace, signal: AbortSignal): Promise<Cluster>;
}
