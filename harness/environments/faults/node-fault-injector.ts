import { assertNever, invariant } from '#foundation';
import type { ActiveFault, Clock, Fault, FaultInjector } from '../../ports/index.ts';
import { ClockFault, clockedNode, type StatedNode } from '../clock/index.ts';
import { BegunFaults, type PreparedFault } from './begun-faults.ts';
import type { FaultyNode } from './faulty-node.ts';
import { KillFault } from './kill-fault.ts';
import { PauseFault } from './pause-fault.ts';

export type NodeFaultInjectorParts = Readonly<{
  nodes: readonly (FaultyNode & StatedNode)[];
  /** How links are cut is each environment's own. */
  partition: (fault: Extract<Fault, { kind: 'partition' }>) => PreparedFault;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
  /** The controller's, which those of the nodes are held against. */
  clock: Clock;
}>;

/** Disturbs nodes that are real processes, with signals and through their clocks, and the links between them. */
export class NodeFaultInjector implements FaultInjector {
  readonly #parts: NodeFaultInjectorParts;
  readonly #begun = new BegunFaults();

  constructor(parts: NodeFaultInjectorParts) {
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
    const { nodes, partition, readyTimeoutMs, clock } = this.#parts;
    switch (fault.kind) {
      case 'partition':
        return partition(fault);
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
