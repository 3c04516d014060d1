import type { JournalRecord } from '#cluster-node';

type Vote = Readonly<{ round: number; value: string }>;

/** What is on the disk of one node, as far as messages rely on it; its own account of it, not the node's. */
export class DurableMemory {
  readonly #began = new Set<number>();
  readonly #raised = new Map<number, number>();
  readonly #votes = new Map<number, Vote[]>();
  #promised = 0;
  #votedInstances = 0;
  #forgottenThrough = 0;

  /** The promise for all instances; 0: none. */
  get promised(): number {
    return this.#promised;
  }

  /** In how many instances it has voted. */
  get votedInstances(): number {
    return this.#votedInstances;
  }

  hasBegun(round: number): boolean {
    return this.#began.has(round);
  }

  /** True for instances about which nothing is known any more. */
  isForgotten(instance: number): boolean {
    return instance <= this.#forgottenThrough;
  }

  /** The highest round that it takes part in, in this instance. */
  promisedIn(instance: number): number {
    return Math.max(this.#promised, this.#raised.get(instance) ?? 0);
  }

  /** The votes in `instance`, in their order. */
  votesIn(instance: number): readonly Vote[] {
    return this.#votes.get(instance) ?? [];
  }

  add(record: JournalRecord): void {
    switch (record.kind) {
      case 'began':
        this.#began.add(record.round);
        return;
      case 'promise':
        this.#promised = Math.max(this.#promised, record.round);
        return;
      case 'promise-instance':
        return this.#raise(record.instance, record.round);
      case 'vote': {
        const { instance, round, value } = record;
        const votes = this.#votes.get(instance);
        if (votes !== undefined) {
          votes.push({ round, value });
        } else {
          this.#votes.set(instance, [{ round, value }]);
          if (instance > this.#forgottenThrough) this.#votedInstances += 1;
        }
        return this.#raise(instance, round);
      }
      case 'start':
      case 'chosen':
        return;
    }
  }

  forgetThrough(instance: number): void {
    while (this.#forgottenThrough < instance) {
      this.#forgottenThrough += 1;
      this.#raised.delete(this.#forgottenThrough);
      this.#votes.delete(this.#forgottenThrough);
    }
  }

  #raise(instance: number, round: number): void {
    if (round > (this.#raised.get(instance) ?? 0)) this.#raised.set(instance, round);
  }
}
