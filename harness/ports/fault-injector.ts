/** Per receiving node, the senders whose messages it drops: node ids, or `clients` for the workload's clients. */
export type Grudge = Readonly<Record<string, readonly string[]>>;

/**
 * How a node's clocks can be made to lie, fixed when it is started. `wall`: the wall clock jumps and the monotonic one is
 * true; `rate`: both run too fast or too slow together, and neither ever goes back.
 */
export type ClockMode = 'wall' | 'rate';

/**
 * What the clocks of one node do. `jump`: the wall clock is `offsetMs` off; `strobe`: it changes between two offsets
 * every `everyMs`; `rate`: both clocks take `rate` seconds for one.
 */
export type ClockSkew =
  | Readonly<{ kind: 'jump'; offsetMs: number }>
  | Readonly<{ kind: 'strobe'; offsetsMs: readonly [number, number]; everyMs: number }>
  | Readonly<{ kind: 'rate'; rate: number }>;

/** A fault with its targets found: plain data that is printed, stored and replayed. */
export type Fault =
  | Readonly<{ kind: 'partition'; variant: string; grudge: Grudge }>
  | Readonly<{ kind: 'kill'; nodes: readonly string[] }>
  | Readonly<{ kind: 'pause'; nodes: readonly string[] }>
  | Readonly<{ kind: 'clock'; variant: string; skews: Readonly<Record<string, ClockSkew>> }>;

/** Faults that hold together for a while. */
export type FaultStage = Readonly<{
  /** For people, for example `an exact classic quorum`. */
  name: string;
  faults: readonly Fault[];
  /** When the next stage follows; null: never, it lasts until all is healed. */
  forMs: number | null;
  /** The next stage follows earlier, as soon as a leader's round is of this kind. */
  untilRound?: 'classic' | 'fast';
  /** The next stage follows earlier, as soon as one of these leads; nothing is healed before, unless that takes too long. */
  untilLedBy?: readonly string[];
}>;

/** Faults along the edges of quorums, one stage after the other and without a heal between them. */
export type QuorumFault = Readonly<{ kind: 'quorum'; variant: string; stages: readonly FaultStage[] }>;

/** What happens in one window of a schedule: a fault, or stages of faults. */
export type WindowFault = Fault | QuorumFault;

export type FaultKind = WindowFault['kind'];

/**
 * How far the clocks of one node were ahead of the controller's, compared with before the fault; negative: behind.
 * `leaseReads`: how many reads it has let pass on a lease since its start; null: its system does not tell.
 */
export type ClockObservation = Readonly<{
  node: string;
  wallMs: number;
  monotonicMs: number;
  leaseReads: number | null;
}>;

/**
 * What a probe saw, proved by an observation and not by the command's success. `effective`: every part of the
 * disturbance is in force; `healed`: no part of it is. A fault that holds in part is neither.
 */
export type ProbeResult = Readonly<{
  effective: boolean;
  healed: boolean;
  evidence: string;
  /** Of every node that answered, when the fault is one of clocks. */
  clocks?: readonly ClockObservation[];
}>;

/** A fault in force. Healing twice is harmless. */
export interface ActiveFault {
  readonly fault: Fault;
  /** Observes whether the disturbance is in force. Deadline inside; never throws for «not in force». */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** Undoes the fault and waits until that is so (links pass again, processes run and answer `/health`). */
  heal(signal: AbortSignal): Promise<void>;
}

/** How an environment disturbs its cluster. */
export interface FaultInjector {
  inject(fault: Fault, signal: AbortSignal): Promise<ActiveFault>;
  /** Undoes whatever is still in force, also what `inject` began and did not finish. */
  healAll(signal: AbortSignal): Promise<void>;
}
