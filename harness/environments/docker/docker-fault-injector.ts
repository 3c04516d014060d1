import { assertNever, invariant } from '#foundation';
import type { ActiveFault, Clock, Fault, FaultInjector } from '../../ports/index.ts';
import { ClockFault, clockedNode, type StatedNode } from '../clock/index.ts';
import { BegunFaults, type PreparedFault } from '../faults/begun-faults.ts';
import type { FaultyNode } from '../faults/faulty-node.ts';
import { KillFault } from '../faults/kill-fault.ts';
import { PauseFault } from '../faults/pause-fault.ts';
import type { LinkFilter } from './link-filter.ts';
import { PartitionFault } from './partition-fault.ts';

export type DockerFaultInjectorParts = Readonly<{
  nodes: readonly (FaultyNode & StatedNode)[];
  filter: LinkFilter;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
  /** The controller's, which those of the nodes are held against. */
  clock: Clock;
}>;

/** Disturbs containers with signals, and the links between them with the packet filters of their holders. */
export class DockerFaultInjector implements FaultInjector {
  readonly #parts: DockerFaultInjectorParts;
  readonly #begun = new BegunFaults();

  constructor(parts: DockerFaultInjectorParts) {
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
    const { nodes, filter, readyTimeoutMs, clock } = this.#parts;
    switch (fault.kind) {
      case 'partition':
        return new PartitionFault(fault, filter);
      case 'kill':
        return new KillFault({ fault, nodes: this.#nodesNamed(fault.nodes), startTimeoutMs: readyTimeoutMs });
      case 'pause':
        return new PauseFault({ fault, nodes: this.#nodesNamed(fault.nodes), readyTimeoutMs });
      case 'clock':
        return new ClockFault({ fault, nodes: nodes.map((node) => clockedNode(node, clock)), clock });
      default:
        return assertNever(fault);
    }
  }

  #nodesNamed(names: readonly string[]): readonly FaultyNode[] {
    return names.map((name) => {
      const node = this.#parts.nodes.find((candidate) => candidate.node === name);
      invariant(node !== undefined, 'a fault names nodes that exist', { name });
      return node;
    });
  }
}
