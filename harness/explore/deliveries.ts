import { arrivalsTogether, heardBeforeCommand, heardBeforeRecovery, type Letter } from './arrivals-together.ts';
import type { ExploreScope } from './explore-scope.ts';
import type { TakenIn } from './local-event.ts';
import type { LocalState } from './local-states.ts';
import type { Outboxes } from './outboxes.ts';

/** What arrives, and what the node is asked for right after that: its command, or the recovery of an instance. */
export type Delivery = Readonly<{ letters: readonly Letter[]; asks: 'nothing' | 'command' | number }>;

/** The event that a delivery is. */
export function eventOfDelivery({ letters, asks }: Delivery): TakenIn {
  const arrivals = letters.map(({ from, message }) => ({ from, message }));
  if (asks === 'nothing') return { kind: 'deliver', arrivals };
  return asks === 'command'
    ? { kind: 'command', heard: arrivals }
    : { kind: 'recover', instance: asks, heard: arrivals };
}

/** What the messages that were sent to a node may bring to it; found out once for the same messages. */
export class Deliveries {
  readonly #scope: ExploreScope;
  readonly #outboxes: Outboxes;
  readonly #known = new Map<string, readonly Delivery[]>();

  constructor(scope: ExploreScope, outboxes: Outboxes) {
    this.#scope = scope;
    this.#outboxes = outboxes;
  }

  /** To a node in this state, from `inboxes`: of each node the set of messages that it has sent there. */
  to({ node, hasAsked, leadsFast }: LocalState, inboxes: readonly number[]): readonly Delivery[] {
    const mayAsk = !hasAsked && this.#scope.homes.includes(node);
    const mayRecover = leadsFast && this.#scope.delivered.has('phase1b-instance');
    const key = `${node} ${mayAsk} ${mayRecover} ${inboxes.join()}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const letters = this.#lettersOf(inboxes);
    const deliveries = [
      ...arrivalsTogether(this.#scope, node, letters).map((some) => delivery(some, 'nothing')),
      ...(mayAsk ? heardBeforeCommand(this.#scope, letters).map((some) => delivery(some, 'command')) : []),
      ...(mayRecover ? this.#recoveries(node, letters) : []),
    ];
    this.#known.set(key, deliveries);
    return deliveries;
  }

  #lettersOf(inboxes: readonly number[]): readonly Letter[] {
    return inboxes.flatMap((inbox, from) =>
      this.#outboxes.messagesOf(inbox).map((id): Letter => ({ from, id, message: this.#outboxes.message(id) })),
    );
  }

  #recoveries(node: number, letters: readonly Letter[]): readonly Delivery[] {
    return Array.from({ length: this.#scope.instances }, (_, place) => place + 1).flatMap((instance) =>
      heardBeforeRecovery(this.#scope, node, instance, letters).map((some) => delivery(some, instance)),
    );
  }
}

function delivery(letters: readonly Letter[], asks: Delivery['asks']): Delivery {
  return { letters, asks };
}
