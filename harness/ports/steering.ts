/** A message between two nodes, kept back on its way; what else it carries depends on its kind. */
export type HeldMessage = Readonly<{
  from: string;
  to: string;
  message: Readonly<{ kind: string } & Record<string, unknown>>;
}>;

/**
 * How a schedule of messages is made to happen on a cluster that was started `steered`: no node begins or recovers a
 * round by itself, and each message from one node to another is held until it is released. A message of a node to
 * itself is not held.
 */
export interface Steering {
  /** In the order in which they were sent, as far as one link goes. */
  readonly held: readonly HeldMessage[];
  /** Hands on those of the held messages that `isMeant`, in their order; returns how many. */
  release(isMeant: (held: HeldMessage) => boolean): number;
  /** Hands on a copy of each of them, and goes on holding it: a message that arrives twice. Returns how many. */
  repeat(isMeant: (held: HeldMessage) => boolean): number;
  /** Makes `node` begin a round, led as a classic or as a fast one. @throws HarnessError when it does not answer */
  beginRound(node: string, kind: 'classic' | 'fast'): Promise<void>;
  /** Makes `node`, if it leads a fast round, recover an instance of it that is undecided; else nothing happens. */
  recover(node: string, instance: number): Promise<void>;
  /** From now on `node` does by itself what time makes nodes do; its messages are held as before. */
  leaveToTimeouts(node: string): Promise<void>;
  /** Drops what is held, lets everything pass from now on, and leaves rounds to the nodes' timeouts again. */
  letGo(): Promise<void>;
}
