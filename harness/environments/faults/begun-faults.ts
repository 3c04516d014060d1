import type { ActiveFault, Fault, FaultInjector } from '../../ports/index.ts';

/** A fault that was prepared and can be begun. */
export type PreparedFault = ActiveFault & Readonly<{ begin(): Promise<void> }>;

/** The faults of a cluster from their beginning until they are healed: whatever began, be it by halves, is healed once. */
export class BegunFaults implements FaultInjector {
  readonly #prepare: (fault: Fault) => PreparedFault;
  readonly #begun = new Set<PreparedFault>();

  constructor(prepare: (fault: Fault) => PreparedFault) {
    this.#prepare = prepare;
  }

  async inject(fault: Fault, signal: AbortSignal): Promise<ActiveFault> {
    signal.throwIfAborted();
    const prepared = this.#prepare(fault);
    this.#begun.add(prepared); // before it begins: what is done by halves is healed as well
    await prepared.begin();
    return { fault, probe: (probing) => prepared.probe(probing), heal: (healing) => this.#heal(prepared, healing) };
  }

  /** Heals all that can be healed before it fails for what cannot. */
  async healAll(signal: AbortSignal): Promise<void> {
    const outcomes = await Promise.allSettled([...this.#begun].map((prepared) => this.#heal(prepared, signal)));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }

  async #heal(prepared: PreparedFault, signal: AbortSignal): Promise<void> {
    if (!this.#begun.has(prepared)) return;
    await prepared.heal(signal);
    this.#begun.delete(prepared);
  }
}
