/** Per receiving node, the senders whose messages it drops: node ids, or `clients` for the workload's clients. */
export type Grudge = Readonly<Record<string, readonly string[]>>;

/** A fault with its targets found: plain data that is printed, stored and replayed. */
export type Fault =
  | Readonly<{ kind: 'partition'; variant: string; grudge: Grudge }>
  | Readonly<{ kind: 'kill'; nodes: readonly string[] }>
  | Readonly<{ kind: 'pause'; nodes: readonly string[] }>;

export type FaultKind = Fault['kind'];

/**
 * What a probe saw, proved by an observation and not by the command's success. `effective`: every part of the
 * disturbance is in force; `healed`: no part of it is. A fault that holds in part is neither.
 */
export type ProbeResult = Readonly<{ effective: boolean; healed: boolean; evidence: string }>;

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
