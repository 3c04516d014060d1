import { assertNever, invariant } from '#foundation';
import { HarnessError } from '../../harness-error.ts';
import type { ActiveFault, Fault, FaultInjector } from '../../ports/index.ts';
import { BegunFaults, type PreparedFault } from '../faults/begun-faults.ts';
import type { FaultyNode } from '../faults/faulty-node.ts';
import { KillFault } from '../faults/kill-fault.ts';
import { PauseFault } from '../faults/pause-fault.ts';
import type { LinkFilter } from './link-filter.ts';
import { PartitionFault } from './partition-fault.ts';

export type DockerFaultInjectorParts = Readonly<{
  nodes: readonly FaultyNode[];
  filter: LinkFilter;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
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
    const { filter, readyTimeoutMs } = this.#parts;
    switch (fault.kind) {
      case 'partition':
        return new PartitionFault(fault, filter);
      case 'kill':
        return new KillFault({ fault, nodes: this.#nodesNamed(fault.nodes), startTimeoutMs: readyTimeoutMs });
      case 'pause':
        return new PauseFault({ fault, nodes: this.#nodesNamed(fault.nodes), readyTimeoutMs });
      case 'clock':
        throw new HarnessError('FAULT_NOT_POSSIBLE', 'clocks cannot be turned in the environment "docker".');
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
