import type { NodeSet } from '#quorums';
import type { Effects } from './effects.ts';
import type { Message } from './messages.ts';

/** Sends `message` to each of `nodes` nodes in order, this one included: a message to oneself passes the same gate. */
export function broadcast(nodes: number, message: Message, effects: Effects): void {
  broadcastExcept(0, nodes, message, effects);
}

/** The same, leaving out the members of `excluded`. */
export function broadcastExcept(excluded: NodeSet, nodes: number, message: Message, effects: Effects): void {
  for (let to = 0; to < nodes; to += 1) {
    if ((excluded & (1 << to)) === 0) effects.push({ kind: 'send', to, message });
  }
}
