import type { ActiveFault, Fault, FaultInjector, FaultStage, ProbeResult, QuorumFault } from '#ports';

/**
 * Faults in stages, as one fault. Between two stages nothing is healed that both hold: first the new faults begin, then
 * those end that are over. In force when every fault of the stage is; healed when nothing of any stage is left.
 */
export class StagedFault {
  readonly fault: QuorumFault;
  readonly #injector: FaultInjector;
  readonly #begun = new Map<string, ActiveFault>();
  readonly #inForce = new Map<string, ActiveFault>();

  constructor(fault: QuorumFault, injector: FaultInjector) {
    this.fault = fault;
    this.#injector = injector;
  }

  async enter({ faults }: FaultStage, signal: AbortSignal): Promise<void> {
    for (const fault of faults) await this.#begin(fault, signal);
    const wanted = faults.map((fault) => JSON.stringify(fault));
    await this.#end(
      [...this.#inForce.keys()].filter((name) => !wanted.includes(name)),
      signal,
    );
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    const inForce = await probeAll([...this.#inForce.values()], signal);
    const over = [...this.#begun].filter(([name]) => !this.#inForce.has(name)).map(([, active]) => active);
    // What an earlier stage did is looked at only when nothing holds any more: meanwhile a later one may do it too.
    const left = inForce.some(({ effective }) => effective) ? [] : await probeAll(over, signal);
    const seen = [...inForce, ...left];
    return {
      effective: inForce.length > 0 && inForce.every(({ effective }) => effective),
      healed: seen.every(({ healed }) => healed),
      evidence: seen.map(({ evidence }) => evidence).join('; '),
    };
  }

  async heal(signal: AbortSignal): Promise<void> {
    await this.#end([...this.#inForce.keys()], signal);
  }

  async #begin(fault: Fault, signal: AbortSignal): Promise<void> {
    const name = JSON.stringify(fault);
    if (this.#inForce.has(name)) return;
    const active = await this.#injector.inject(fault, signal);
    this.#inForce.set(name, active);
    this.#begun.set(name, active);
  }

  /** All at once: one of them may be what the others wait for. */
  async #end(names: readonly string[], signal: AbortSignal): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        await this.#inForce.get(name)?.heal(signal);
        this.#inForce.delete(name);
      }),
    );
  }
}

/** One after the other: probes of the same links at once would see each other. */
async function probeAll(faults: readonly ActiveFault[], signal: AbortSignal): Promise<readonly ProbeResult[]> {
  const seen: ProbeResult[] = [];
  for (const active of faults) seen.push(await active.probe(signal));
  return seen;
}
