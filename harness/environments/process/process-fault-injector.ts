import { assertNever, invariant } from '#foundation';
import type { ActiveFault, Fault, FaultInjector } from '../../ports/index.ts';
import { KillFault } from './kill-fault.ts';
import type { NodeProcess } from './node-process.ts';
import { PartitionFault } from './partition-fault.ts';
import { PauseFault } from './pause-fault.ts';
import type { ProxyNetwork } from './proxy-network.ts';

type BegunFault = ActiveFault & Readonly<{ begin(): Promise<void> }>;

export type ProcessFaultInjectorParts = Readonly<{
  nodes: readonly NodeProcess[];
  network: Pick<ProxyNetwork, 'proxy'>;
  /** How long a node may take to answer `/health` after its fault was healed. */
  readyTimeoutMs: number;
}>;

/** Disturbs child processes with signals, and the links between them through their proxies. */
export class ProcessFaultInjector implements FaultInjector {
  readonly #parts: ProcessFaultInjectorParts;
  readonly #begun = new Set<BegunFault>();

  constructor(parts: ProcessFaultInjectorParts) {
    this.#parts = parts;
  }

  async inject(fault: Fault, signal: AbortSignal): Promise<ActiveFault> {
    signal.throwIfAborted();
    const active = this.#prepare(fault);
    this.#begun.add(active); // before it begins: what is done by halves is healed as well
    await active.begin();
    return {
      fault,
      probe: (probeSignal) => active.probe(probeSignal),
      heal: (healSignal) => this.#heal(active, healSignal),
    };
  }

  /** Heals all that can be healed before it fails for what cannot. */
  async healAll(signal: AbortSignal): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#begun].map((active) => this.#heal(active, signal)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #heal(active: BegunFault, signal: AbortSignal): Promise<void> {
    if (!this.#begun.has(active)) return;
    await active.heal(signal);
    this.#begun.delete(active);
  }

  #prepare(fault: Fault): BegunFault {
    const { network, readyTimeoutMs } = this.#parts;
    switch (fault.kind) {
      case 'partition':
        return new PartitionFault(fault, network);
      case 'kill':
        return new KillFault({ fault, nodes: this.#nodesOf(fault), startTimeoutMs: readyTimeoutMs });
      case 'pause':
        return new PauseFault({ fault, nodes: this.#nodesOf(fault), readyTimeoutMs });
      default:
        return assertNever(fault);
    }
  }

  #nodesOf(fault: Exclude<Fault, { kind: 'partition' }>): readonly NodeProcess[] {
    return fault.nodes.map((name) => {
      const node = this.#parts.nodes.find((candidate) => candidate.node === name);
      invariant(node !== undefined, 'a fault names nodes that exist', { fault });
      return node;
    });
  }
}
