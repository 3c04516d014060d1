/**
 * So many instances below what all have on disk are kept in memory all the same: late messages are about these. Few enough that a
 * simulated run of a thousand operations forgets as well, and so finds out what is wrong about it.
 */
export const keptInstances = 256;

/**
 * Up to which instance every node has on its disk what is chosen. Nobody will ask for it any more, not even after a restart, and
 * so a node need not keep it in memory: a coordinator asks for votes, and a learner for values, above what it knows to be
 * chosen. Followers tell their leader how far their disk is, and the leader tells all of them the least. protocol.md 4.8.
 */
export class Settled {
  readonly #self: number;
  /** Up to where each node is known to have everything on disk: true for good, since nothing leaves a journal. */
  readonly #recorded: number[];
  #heard = 0;

  /** `self`: of `nodes` many. */
  constructor(self: number, nodes: number) {
    this.#self = self;
    this.#recorded = Array.from({ length: nodes }, () => 0);
  }

  /** What an answer to a heartbeat says about this node: nothing before there is something to forget. */
  get ofThisNode(): Readonly<{ recorded?: number }> {
    const recorded = this.#recorded[this.#self] ?? 0;
    return recorded > keptInstances ? { recorded } : {};
  }

  /** What a heartbeat says about all nodes. */
  get ofAll(): Readonly<{ settled?: number }> {
    const settled = this.#through;
    return settled > keptInstances ? { settled } : {};
  }

  /** Everything up to this instance may be dropped from memory. */
  get forgettable(): number {
    return this.#through - keptInstances;
  }

  /** `node` has everything up to `instance` on its disk. */
  onRecorded(node: number, instance: number): void {
    this.#recorded[node] = Math.max(instance, this.#recorded[node] ?? 0);
  }

  /** A leader says that all nodes have everything up to `instance`. */
  onSettled(instance: number): void {
    this.#heard = Math.max(this.#heard, instance);
  }

  get #through(): number {
    return Math.max(this.#heard, Math.min(...this.#recorded));
  }
}
