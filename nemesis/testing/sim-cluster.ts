import type {
  ActiveFault,
  Clock,
  Cluster,
  CollectedNode,
  Endpoint,
  Fault,
  FaultInjector,
  ProbeResult,
  StatusReport,
  UnexpectedExit,
} from '#ports';

/** Time passes only while somebody sleeps, and then at once. */
export class SimClock implements Clock {
  #nowNs = 0;
  readonly #onTick: (nowNs: number) => void;

  constructor(onTick: (nowNs: number) => void = () => {}) {
    this.#onTick = onTick;
  }

  nowNs(): number {
    return this.#nowNs;
  }

  wallMs(): number {
    return this.#nowNs / 1e6;
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#nowNs += delayMs * 1e6;
    this.#onTick(this.#nowNs);
    signal?.throwIfAborted();
  }
}

/** What goes wrong with every fault of a `SimInjector`. */
export type Sabotage = 'ignores-inject' | 'ignores-heal' | 'throws-on-inject' | 'throws-on-heal' | null;

/** Keeps the faults in force in a set, which probes look at. */
export class SimInjector implements FaultInjector {
  readonly inForce: Set<Fault> = new Set();
  /** Every injection, in its order. */
  readonly begun: Fault[] = [];
  /** Called before each heal. */
  onHeal: () => void = () => {};
  readonly #sabotage: Sabotage;

  constructor(sabotage: Sabotage = null) {
    this.#sabotage = sabotage;
  }

  async inject(fault: Fault, _signal: AbortSignal): Promise<ActiveFault> {
    this.begun.push(fault);
    if (this.#sabotage !== 'ignores-inject') this.inForce.add(fault);
    if (this.#sabotage === 'throws-on-inject') throw new Error('the injector broke');
    return {
      fault,
      probe: async () => this.#probe(fault),
      heal: async () => {
        this.onHeal();
        if (this.#sabotage === 'throws-on-heal') throw new Error('the healer broke');
        if (this.#sabotage !== 'ignores-heal') this.inForce.delete(fault);
      },
    };
  }

  async healAll(_signal: AbortSignal): Promise<void> {
    if (this.#sabotage !== 'ignores-heal') this.inForce.clear();
  }

  #probe(fault: Fault): ProbeResult {
    const effective = this.inForce.has(fault);
    return { effective, healed: !effective, evidence: effective ? 'seen in force' : 'not in force' };
  }
}

/** A cluster of which only the clock, the faults and the leader are alive. */
export class SimCluster implements Cluster {
  readonly nodes: readonly string[];
  readonly clock: Clock;
  readonly faults: FaultInjector;
  readonly #roundLedBy: (node: string) => number | null;

  constructor(parts: {
    nodes: readonly string[];
    clock: Clock;
    faults: FaultInjector;
    roundLedBy: (node: string) => number | null;
  }) {
    this.nodes = parts.nodes;
    this.clock = parts.clock;
    this.faults = parts.faults;
    this.#roundLedBy = parts.roundLedBy;
  }

  async status(node: string, _timeoutMs: number): Promise<StatusReport | null> {
    const round = this.#roundLedBy(node);
    return {
      node,
      incarnation: 1,
      leads: round !== null,
      leader: round === null ? null : node,
      round: { number: round ?? 0, kind: 'classic' },
      chosenThrough: 0,
      applied: 0,
      alarms: [],
    };
  }

  connect(_node: string): Endpoint {
    throw new Error('no clients here');
  }

  async digest(): Promise<null> {
    return null;
  }

  async ready(): Promise<void> {}

  unexpectedExits(): readonly UnexpectedExit[] {
    return [];
  }

  async collect(): Promise<readonly CollectedNode[]> {
    return [];
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
