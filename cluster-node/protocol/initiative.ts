import type { ReplicaConfiguration } from './configuration.ts';

/**
 * Whether this node does something about rounds of its own accord: is a candidate when nobody leads, sends again what
 * was not answered, recovers collisions, steps down for silence. Without it, it only reacts to messages and requests,
 * so that a schedule of messages can be played to it.
 */
export class Initiative {
  #isOwn: boolean;

  constructor({ roundsBy }: Pick<ReplicaConfiguration, 'roundsBy'>) {
    this.#isOwn = roundsBy === 'timeouts';
  }

  get isOwn(): boolean {
    return this.#isOwn;
  }

  /** False when it had the initiative already. */
  take(): boolean {
    const isNew = !this.#isOwn;
    this.#isOwn = true;
    return isNew;
  }
}
