/** How many messages a node exchanges with others for one decision; one to itself does not count. */
export type PredictedMessages = Readonly<{ sent: number; received: number }>;

/** What nodes do for a decision: one leads, another has the client, and the rest are alike. */
export type MessagesByRole = Readonly<Record<'leader' | 'home' | 'other', PredictedMessages>>;

/**
 * The messages of one decision when nothing is lost and nothing collides, and the client's home node does not lead.
 *
 * Classic: the home node forwards, the leader sends 2a to all, all answer 2b to the leader, which tells all what is
 * chosen. Fast: the home node proposes to all, all send 2b to the leader and to the home node, and the leader tells all
 * what is chosen. protocol.md 2.1 and 4.3.
 */
export function predictedMessages(kind: 'classic' | 'fast', nodes: number): MessagesByRole {
  const others = nodes - 1;
  return kind === 'classic'
    ? {
        leader: { sent: 2 * others, received: 1 + others },
        home: { sent: 2, received: 2 },
        other: { sent: 1, received: 2 },
      }
    : {
        leader: { sent: 1 + others, received: 1 + others },
        home: { sent: others + 1, received: others + 1 },
        other: { sent: 2, received: 2 },
      };
}

/** Over all nodes. Whatever is sent is received, so both are the same. */
export function predictedTotal({ leader, home, other }: MessagesByRole, nodes: number): PredictedMessages {
  const sum = (of: (one: PredictedMessages) => number): number => of(leader) + of(home) + (nodes - 2) * of(other);
  return { sent: sum(({ sent }) => sent), received: sum(({ received }) => received) };
}
