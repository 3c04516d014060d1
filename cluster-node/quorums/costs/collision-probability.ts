import { fullNodeSet, type NodeSet } from '../node-set.ts';
import { leaveOutsOf } from '../safety/leave-out.ts';
import type { QuorumSide } from '../safety/quorum-side.ts';
import { usesFastRounds } from '../systems/fast-rounds.ts';
import { nodeNames } from '../systems/nodes.ts';
import { quorumFamily } from '../systems/quorum-family.ts';
import type { QuorumSystem } from '../systems/system.ts';
import type { DelaysMs } from './latency.ts';
import { type NodeChoice, overStates } from './over-states.ts';
import { quorumsBySize } from './quorums-by-size.ts';

/**
 * The probability that two proposals racing for one instance collide, when each acceptor is as likely to see either first
 * and all answer. For sizes 1 - 2 sum(C(N, m), m >= F) / 2^N. Null when fast rounds are not used, or there is too
 * much to count. protocol.md 3.2.
 * @throws QuorumSettingError when the system makes no sense
 */
export function collisionProbability(system: QuorumSystem): number | null {
  const { nodes } = quorumFamily(system);
  if (!usesFastRounds(system)) return null;
  const side = { system, phase: 'fast' } as const;
  const quorums = quorumsBySize(side)?.reduce((sum, count) => sum + count, 0);
  const splits = splitsIntoTwo(side);
  if (quorums === undefined || splits === null) return null;
  // Either proposal may win; where two fast quorums need not meet, both can.
  return 1 - (2 * quorums - splits) / 2 ** nodes;
}

/** How many sets are a quorum while the nodes that are not in them are one as well. */
function splitsIntoTwo(side: QuorumSide): number | null {
  const one: NodeChoice<number> = { leftOut: [false, true], after: (count) => count };
  const other: NodeChoice<number> = { leftOut: [true, false], after: (count) => count };
  const counts = overStates(
    leaveOutsOf([side, side]),
    1,
    () => [one, other],
    (a, b) => a + b,
  );
  return counts?.reduce((sum, count) => sum + count, 0) ?? null;
}

/**
 * The probability that two proposals collide that leave the nodes `homes` at most `windowMs` apart, every difference
 * being equally likely, if messages take exactly `delaysMs`. Null when fast rounds are not used.
 * @throws QuorumSettingError when the system makes no sense
 */
export function collisionProbabilityBetween(
  system: QuorumSystem,
  { delaysMs, homes, windowMs }: Readonly<{ delaysMs: DelaysMs; homes: readonly [number, number]; windowMs: number }>,
): number | null {
  const family = quorumFamily(system);
  if (!usesFastRounds(system)) return null;
  const [one, other] = homes;
  // The first proposal wins an acceptor when the second leaves later than this.
  const winsFromMs = [...nodeNames(system).keys()].map(
    (node) => (delaysMs[one]?.[node] ?? 0) - (delaysMs[other]?.[node] ?? 0),
  );
  const collides = (laterByMs: number): boolean => {
    const voters = winsFromMs.reduce<NodeSet>((set, fromMs, node) => (fromMs < laterByMs ? set | (1 << node) : set), 0);
    return !family.isFast(voters) && !family.isFast(fullNodeSet(family.nodes) & ~voters);
  };
  // Who votes for which changes only at these moments.
  const inside = winsFromMs.filter((fromMs) => Math.abs(fromMs) < windowMs);
  const moments = [-windowMs, ...inside.toSorted((a, b) => a - b), windowMs];
  let collidingMs = 0;
  for (const [index, beginMs] of moments.entries()) {
    const endMs = moments[index + 1] ?? beginMs;
    if (endMs > beginMs && collides((beginMs + endMs) / 2)) collidingMs += endMs - beginMs;
  }
  return windowMs === 0 ? Number(collides(0)) : collidingMs / (2 * windowMs);
}
