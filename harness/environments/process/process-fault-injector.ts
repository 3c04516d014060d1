import { assertNever, invariant } from '#foundation';
import type { ActiveFault, Clock, Fault, FaultInjector } from '../../ports/index.ts';
import { ClockFault, clockedNode } from '../clock/index.ts';
import { BegunFaults, type PreparedFault } from '../faults/begun-faults.ts';
import { KillFault } from '../faults/kill-fault.ts';
import { PauseFault } from '../faults/pause-fault.ts';
import type { NodeProcess } from './node-process.ts';
import { PartitionFault } from './partition-fault.ts';
import type { ProxyNetwork } from './proxy-network.ts';

export type ProcessFaultInjectorParts = Readonly<{
  nodes: readonly NodeProcess[];
  network: Pick<ProxyNetwork, 'proxy'>;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
  /** The controller's, which those of the nodes are held against. */
  clock: Clock;
}>;

/** Disturbs child processes with signals, and the links between them through their proxies. */
export class ProcessFaultInjector implements FaultInjector {
  readonly #parts: ProcessFaultInjectorParts;
  readonly #begun = new BegunFaults();

  constructor(parts: ProcessFaultInjectorParts) {
    this.#parts = parts;
  }

  async inject(fault: Fault, signal: AbortSignal): Promise<ActiveFault> {
    signal.throwIfAborted();
    return this.#begun.begin(this.#prepare(fault));
  }

  async healAll(signal: AbortSignal): Promise<void> {
    await this.#begun.healAll(signal);
  }

  #prepare(fault: Fault): PreparedFault {
    const { nodes, network, readyTimeoutMs, clock } = this.#parts;
    switch (fault.kind) {
      case 'partition':
        return new PartitionFault(fault, network);
      case 'kill':
        return new KillFault({ fault, nodes: this.#nodesOf(fault), startTimeoutMs: readyTimeoutMs });
      case 'pause':
        return new PauseFault({ fault, nodes: this.#nodesOf(fault), readyTimeoutMs });
      case 'clock':
        return new ClockFault({ fault, nodes: nodes.map((node) => clockedNode(node, clock)), clock });
      default:
        return assertNever(fault);
    }
  }

  #nodesOf(fault: Extract<Fault, { kind: 'kill' | 'pause' }>): readonly NodeProcess[] {
    return fault.nodes.map((name) => {
      const node = this.#parts.nodes.find((candidate) => candidate.node === name);
      invariant(node !== undefined, 'a fault names nodes that exist', { fault });
      return node;
    });
  }
}
