import type { JournalRecord } from '#cluster-node';
import { InstanceWindow } from './instance-window.ts';

type Vote = Readonly<{ round: number; value: string }>;

const none: readonly Vote[] = [];

/** What is on the disk of one node, as far as messages rely on it; its own account of it, not the node's. */
export class DurableMemory {
  readonly #began = new Set<number>();
  /** The highest promise for one instance alone. */
  readonly #raised = new InstanceWindow<number>();
  readonly #votes = new InstanceWindow<Vote[]>();
  #promised = 0;
  #votedInstances = 0;

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
    return this.#votes.isForgotten(instance);
  }

  /** The highest round that it takes part in, in this instance. */
  promisedIn(instance: number): number {
    const raised = this.#raised.get(instance) ?? 0;
    let highest = raised > this.#promised ? raised : this.#promised;
    for (const { round } of this.votesIn(instance)) if (round > highest) highest = round;
    return highest;
  }

  /** The votes in `instance`, in their order. */
  votesIn(instance: number): readonly Vote[] {
    return this.#votes.get(instance) ?? none;
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
        const { instance } = record;
        const votes = this.#votes.get(instance);
        if (votes !== undefined) {
          votes.push(record);
        } else {
          this.#votes.set(instance, [record]);
          if (!this.isForgotten(instance)) this.#votedInstances += 1;
        }
        return;
      }
      case 'start':
      case 'chosen':
        return;
    }
  }

  forgetThrough(instance: number): void {
    this.#raised.forgetThrough(instance);
    this.#votes.forgetThrough(instance);
  }

  #raise(instance: number, round: number): void {
    if (round > (this.#raised.get(instance) ?? 0)) this.#raised.set(instance, round);
  }
}
