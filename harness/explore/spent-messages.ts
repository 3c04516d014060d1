import type { Message, ReplicaDescription } from '#cluster-node';
import type { ExploreScope } from './explore-scope.ts';
import type { ExploredNode } from './explored-node.ts';

/** What decides which messages can still do something to a node, in a narrow scope. */
export type Ear = Readonly<{
  /** Its promise for all instances, the highest of all its promises, and the one that counts in instance 1. */
  promised: number;
  highestPromised: number;
  effective: number;
  /** The round whose phase 1 it runs; 0: none. */
  asks: number;
  /** The round in which it recovers a collision; 0: none. */
  recovers: number;
  /** It knows what is chosen in instance 1, and can lose that no more. */
  knows: boolean;
}>;

/** How `lived` listens from now on. */
export function earOf(
  { crashes }: ExploreScope,
  lived: ExploredNode,
  { acceptor, coordinator, learner }: ReplicaDescription,
): Ear {
  const own = acceptor.instances.find(([instance]) => instance === 1)?.[1].promised ?? 0;
  return {
    promised: acceptor.promised,
    highestPromised: acceptor.highestPromised,
    effective: Math.max(own, acceptor.promised),
    asks: coordinator.mode === 'asking' ? coordinator.round : 0,
    recovers: coordinator.recovers[0]?.round ?? 0,
    knows: learner.chosen.length > 0 && (lived.hasNoted || lived.crashes >= crashes),
  };
}

/**
 * True when `message` makes no difference any more to who listens with `ear`, neither when it arrives now nor later: it need not be
 * known that it was ever sent.
 *
 * Promises are on disk and never go back, so what they refuse is refused for ever: the answer is a nack, which is lost in a narrow scope.
 * (A 1a of the round that is promised is answered again, with the votes that were cast since.) Who has ended a phase 1 or a
 * recovery, be it by a crash, never takes it up again, and rounds begin but once. Votes are counted until it is known what is chosen.
 * Beyond that, a message of instance 1 may only make a node hear of a round or of that instance: the first can
 * forbid it a round of its own, which in another order it begins before, the second makes it ask others for votes in instance 2, where
 * none are cast. An ANY that opens the round from instance 2 on, or sends acceptors there, only keeps them from voting in instance 1.
 */
export function isSpent(message: Message, ear: Ear): boolean {
  switch (message.kind) {
    case 'phase1a':
      return message.round < ear.promised || (message.round <= ear.highestPromised && message.round !== ear.promised);
    case 'phase1b':
      return message.round !== ear.asks;
    case 'phase2a':
    case 'phase1a-instance':
      return message.instance > 1 || message.round < ear.effective;
    case 'any':
      return message.round < ear.effective || message.from > 1 || message.next > 1;
    case 'phase2b':
      return message.instance > 1 || ear.knows;
    case 'phase1b-instance':
      return message.round !== ear.recovers;
    case 'propose':
    case 'forward':
    case 'nack':
    case 'chosen':
    case 'learn':
    case 'heartbeat':
    case 'heartbeat-ack':
    case 'read-request':
    case 'read-index':
    case 'confirm':
    case 'confirmation':
    case 'lease-request':
    case 'lease-grant':
      return false; // the first may be of use in every fast round, and the others do not arrive in a narrow scope
  }
}
