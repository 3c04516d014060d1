import type { QuorumSide } from '../safety/quorum-side.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import { nodeNames } from '../systems/nodes.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { byPath, type QuorumPath } from './quorum-paths.ts';
import { quorumsBySize } from './quorums-by-size.ts';

/**
 * How long each path waits for its quorum on average, in units of the mean reply time, when reply times are independent
 * and exponential. The fast path waits for replies of all; on the other paths the leader's own reply takes no time.
 * A recovery waits for a phase-1 quorum and then for a classic one. Null: the path exists only with fast rounds, or
 * there is too much to count.
 * `leader` is a node's index; it matters only where nodes differ. protocol.md 3.2.
 * @throws QuorumSettingError when the system makes no sense
 */
export function expectedWaitingTimes(system: QuorumSystem, leader = 0): Readonly<Record<QuorumPath, number | null>> {
  assertMeaningfulSystem(system);
  return byPath(system, (phases) => {
    const times = phases.map((phase) => waitingTime({ system, phase }, phase === 'fast' ? null : leader));
    return times.reduce((sum, time) => (sum === null || time === null ? null : sum + time), 0);
  });
}

/**
 * After k of n replies the next takes 1/(n - k) on average, and any k are equally likely to be the first: each stretch
 * counts as often as these k are no quorum yet. For sizes this is H(n) - H(n - k).
 */
function waitingTime(side: QuorumSide, local: number | null): number | null {
  const known = local === null ? 0 : 1;
  const remote = nodeNames(side.system).length - known;
  const quorums = quorumsBySize(side, local);
  if (quorums === null) return null;
  let [time, sets] = [0, 1];
  for (let replies = 0; replies < remote; replies += 1) {
    time += (1 - (quorums[replies + known] ?? 0) / sets) / (remote - replies);
    sets = (sets * (remote - replies)) / (replies + 1);
  }
  return time;
}
