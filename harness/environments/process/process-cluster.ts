import { invariant } from '#foundation';
import { HarnessError } from '../../harness-error.ts';
import type { OwnedProcesses } from '../../left-overs/index.ts';
import type {
  Clock,
  Cluster,
  CollectedNode,
  Endpoint,
  FaultInjector,
  StatusReport,
  Steering,
  System,
  UnexpectedExit,
} from '../../ports/index.ts';
import { PaxosEndpoint } from '../../systems/paxos-client.ts';
import { askDigest, askStatus } from '../ask-node.ts';
import type { ClockInterposition } from '../clock/index.ts';
import { NodeFaultInjector } from '../faults/node-fault-injector.ts';
import type { MessageGate } from '../links/message-gate.ts';
import { NodeSteering } from '../links/node-steering.ts';
import type { ProxyNetwork } from '../links/proxy-network.ts';
import { SystemClock } from '../system-clock.ts';
import { NodeProcess, type NodeProcessParts } from './node-process.ts';

export type ProcessClusterParts = Readonly<{
  system: System;
  runDirectory: string;
  network: ProxyNetwork;
  /** Holds the messages between nodes of a steered cluster; null: nothing does. */
  gate: MessageGate | null;
  owned: OwnedProcesses;
  readyTimeoutMs: number;
  interposition: ClockInterposition | null;
}>;

const stopTimeoutMs = 5_000;

/** Nodes as child processes on loopback, linked through proxies. */
export class ProcessCluster implements Cluster {
  readonly nodes: readonly string[];
  readonly clock: Clock = new SystemClock();
  readonly faults: FaultInjector;
  readonly steering: Steering | null;
  readonly #parts: ProcessClusterParts;
  readonly #processes: readonly NodeProcess[];
  readonly #unexpectedExits: UnexpectedExit[] = [];
  /** The last resort when the controller exits without having closed us; a controller that is killed has none. */
  readonly #killAll = (): void => {
    for (const node of this.#processes) node.killAtOnce();
  };

  constructor(parts: ProcessClusterParts) {
    const { system, runDirectory, network, gate, owned, readyTimeoutMs, interposition } = parts;
    this.#parts = parts;
    this.nodes = system.nodes;
    const onUnexpectedExit: NodeProcessParts['onUnexpectedExit'] = (end) =>
      void this.#unexpectedExits.push({ ...end, atNs: this.clock.nowNs() });
    this.#processes = system.nodes.map(
      (node) => new NodeProcess({ node, system, runDirectory, network, owned, interposition, onUnexpectedExit }),
    );
    this.faults = new NodeFaultInjector({
      nodes: this.#processes,
      links: network,
      readyTimeoutMs,
      clock: this.clock,
    });
    const adminPort = (node: string): number | null => this.#adminPort(node);
    this.steering = gate === null ? null : new NodeSteering({ nodes: this.nodes, gate, adminPort });
    process.on('exit', this.#killAll);
  }

  /** Starts every node and waits until each answers `/health`. @throws HarnessError */
  async start(signal: AbortSignal): Promise<void> {
    const { network, readyTimeoutMs } = this.#parts;
    await Promise.all(this.#processes.map((node) => node.start(readyTimeoutMs, signal)));
    await network.ready(readyTimeoutMs, signal);
  }

  connect(node: string): Endpoint {
    return new PaxosEndpoint({ node, address: this.#parts.network.clientAddress(node) });
  }

  async status(node: string, timeoutMs: number): Promise<StatusReport | null> {
    const port = this.#adminPort(node);
    return port === null ? null : askStatus(port, timeoutMs);
  }

  async digest(node: string, timeoutMs: number): Promise<Readonly<{ applied: number; digest: string }> | null> {
    const port = this.#adminPort(node);
    return port === null ? null : askDigest(port, timeoutMs);
  }

  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#processes.map((node) => node.ready(timeoutMs, signal)));
    await this.#parts.network.ready(timeoutMs, signal);
  }

  unexpectedExits(): readonly UnexpectedExit[] {
    return this.#unexpectedExits;
  }

  async collect(_signal: AbortSignal): Promise<readonly CollectedNode[]> {
    await Promise.all(this.#processes.map((node) => node.stop(stopTimeoutMs)));
    return this.#processes.map(({ node, files }) => files.collected(node));
  }

  /** @throws HarnessError NODE_NOT_STOPPED when a process outlives SIGKILL; it then stays on file as a left-over */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#processes.map((node) => node.close()));
    await this.#parts.network[Symbol.asyncDispose]();
    process.removeListener('exit', this.#killAll);
    const survivors = this.#processes.filter(({ isRunning }) => isRunning).map(({ node }) => node);
    if (survivors.length > 0) {
      throw new HarnessError('NODE_NOT_STOPPED', `${survivors.join(', ')} outlived SIGKILL. Run "ballotproof clean".`);
    }
    this.#parts.owned[Symbol.dispose]();
  }

  #adminPort(name: string): number | null {
    const node = this.#processes.find((candidate) => candidate.node === name);
    invariant(node !== undefined, 'a cluster is asked about its own nodes', { name });
    return node.adminPort;
  }
}
