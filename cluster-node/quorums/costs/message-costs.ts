import { usesFastRounds } from '../systems/fast-rounds.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import { nodeNames } from '../systems/nodes.ts';
import type { QuorumSystem } from '../systems/system.ts';
import type { QuorumPath } from './quorum-paths.ts';
import { quorumsBySize } from './quorums-by-size.ts';

/** What one decision takes when nothing is lost or resent; heartbeats are not counted. */
export type MessageCosts = Readonly<{
  /** Between different nodes, if the client's home is not the leader; and if it is. */
  messages: Readonly<{ elsewhere: number; atLeader: number }>;
  /** One after the other, until the home knows. */
  delays: Readonly<{ elsewhere: number; atLeader: number }>;
  /** Votes on disk: the fewest with which it is decided (null: too much to count), and in the end, as all are asked to vote. */
  copies: Readonly<{ atDecision: number | null; inTheEnd: number }>;
}>;

/**
 * What a decision costs on each path; a change of leader is not a decision: its price is that of 1a and 1b, which open
 * all instances. Null: the path exists only with fast rounds. Classic: forward, 2a, 2b, announcement. Fast: propose, 2b to
 * the coordinator and to the proposer, announcement. Recovery of a collision that is certain: the fast round, and 2a and 2b
 * once more. protocol.md 3.2, 4.3.
 * @throws QuorumSettingError when the system makes no sense
 */
export function messageCosts(system: QuorumSystem): Readonly<Record<QuorumPath, MessageCosts | null>> {
  assertMeaningfulSystem(system);
  const nodes = nodeNames(system).length;
  const others = nodes - 1;
  const classicCopies = smallestSize(system, 'classic');
  const classic: MessageCosts = {
    messages: { elsewhere: 3 * others + 1, atLeader: 3 * others },
    delays: { elsewhere: 4, atLeader: 2 },
    copies: { atDecision: classicCopies, inTheEnd: nodes },
  };
  const leaderChange: MessageCosts = {
    messages: { elsewhere: 2 * others, atLeader: 2 * others },
    delays: { elsewhere: 2, atLeader: 2 },
    copies: { atDecision: 0, inTheEnd: 0 },
  };
  const fastMessages = { elsewhere: 4 * others, atLeader: 3 * others };
  const isFast = usesFastRounds(system);
  return {
    classic,
    leaderChange,
    fast: isFast
      ? {
          messages: fastMessages,
          delays: { elsewhere: 2, atLeader: 2 },
          copies: { atDecision: smallestSize(system, 'fast'), inTheEnd: nodes },
        }
      : null,
    collisionRecovery: isFast
      ? {
          messages: { elsewhere: fastMessages.elsewhere + 2 * others, atLeader: fastMessages.atLeader + 2 * others },
          delays: { elsewhere: 5, atLeader: 4 },
          // The votes of the fast round are written as well, for nothing.
          copies: { atDecision: classicCopies === null ? null : nodes + classicCopies, inTheEnd: 2 * nodes },
        }
      : null,
  };
}

/** The size of the smallest quorum: that of the sizes, the fewest of the weights, the shortest of what is listed. */
function smallestSize(system: QuorumSystem, phase: 'classic' | 'fast'): number | null {
  if (system.kind === 'explicit') return Math.min(...(system[phase] ?? []).map((quorum) => quorum.length));
  return quorumsBySize({ system, phase })?.findIndex((count) => count > 0) ?? null;
}
