import type { Cluster, StatusReport } from '#ports';

const statusTimeoutMs = 500;
const askAgainMs = 100;
/** A kind of round may last for less than a second. */
const askAgainOfRoundMs = 20;

type RoundKind = StatusReport['round']['kind'];

/**
 * The node that says of itself that it leads, asked from every node's status; among several the one with the highest
 * round, because the others were deposed and do not know it yet. With a `roundKind` that round has to be of this kind.
 * Null when nobody leads so within `timeoutMs`.
 */
export async function findLeader(
  cluster: Cluster,
  timeoutMs: number,
  signal: AbortSignal,
  roundKind: RoundKind | null = null,
): Promise<string | null> {
  const untilNs = cluster.clock.nowNs() + timeoutMs * 1e6;
  for (;;) {
    const reports = await Promise.all(cluster.nodes.map((node) => cluster.status(node, statusTimeoutMs)));
    const leader = leaderOf(reports, roundKind);
    if (leader !== null || cluster.clock.nowNs() >= untilNs) return leader;
    await cluster.clock.sleep(roundKind === null ? askAgainMs : askAgainOfRoundMs, signal);
  }
}

function leaderOf(reports: readonly (StatusReport | null)[], roundKind: RoundKind | null): string | null {
  const leaders = reports
    .filter((report) => report !== null)
    .filter((report) => report.leads)
    .sort((a, b) => b.round.number - a.round.number);
  const [first] = leaders;
  return first === undefined || (roundKind !== null && first.round.kind !== roundKind) ? null : first.node;
}
