import type { Endpoint } from './client.ts';
import type { Clock } from './clock.ts';
import type { FaultInjector } from './fault-injector.ts';
import type { Steering } from './steering.ts';

/** What a node of the system under test tells of itself; a system may tell more. */
export type StatusReport = Readonly<{
  node: string;
  incarnation: number;
  leads: boolean;
  leader: string | null;
  round: Readonly<{ number: number; kind: 'classic' | 'fast' }>;
  chosenThrough: number;
  applied: number;
  alarms: readonly string[];
  /** How many messages of other nodes it has taken in since its start, where it tells. */
  receivedMessages?: number;
}>;

/** An end of a node's process that no fault asked for. */
export type UnexpectedExit = Readonly<{ node: string; atNs: number; status: string; logTail: string }>;

/** Where a node's files lie in the run's directory after `collect`; null: it left none. */
export type CollectedNode = Readonly<{
  node: string;
  journal: string | null;
  trace: string | null;
  log: string | null;
}>;

/** A running cluster. Disposing it removes every process, proxy and file system that it made; twice is harmless. */
export interface Cluster extends AsyncDisposable {
  readonly nodes: readonly string[];
  readonly clock: Clock;
  readonly faults: FaultInjector;
  /** Null or absent unless the cluster was started `steered`. */
  readonly steering?: Steering | null;
  /** Opens a client of `node`; the connection itself is made on the first attempt. */
  connect(node: string): Endpoint;
  /** Null when the node does not answer within `timeoutMs`. */
  status(node: string, timeoutMs: number): Promise<StatusReport | null>;
  /** The digest of the node's state machine after `applied` instances; null when it does not answer. */
  digest(node: string, timeoutMs: number): Promise<Readonly<{ applied: number; digest: string }> | null>;
  /** Resolves when every node answers `/health`. @throws HarnessError NODE_NOT_READY, naming the node */
  ready(timeoutMs: number, signal: AbortSignal): Promise<void>;
  unexpectedExits(): readonly UnexpectedExit[];
  /** Stops the nodes in good order (SIGTERM, then SIGKILL) and says where their files are. */
  collect(signal: AbortSignal): Promise<readonly CollectedNode[]>;
}
