import type { Cluster, StatusReport } from '#ports';

const statusTimeoutMs = 500;
const askAgainMs = 100;

/**
 * The node that says of itself that it leads, asked from every node's status; among several the one with the highest
 * round, because the others were deposed and do not know it yet. Null when nobody leads within `timeoutMs`.
 */
export async function findLeader(cluster: Cluster, timeoutMs: number, signal: AbortSignal): Promise<string | null> {
  const untilNs = cluster.clock.nowNs() + timeoutMs * 1e6;
  for (;;) {
    const reports = await Promise.all(cluster.nodes.map((node) => cluster.status(node, statusTimeoutMs)));
    const leader = leaderOf(reports);
    if (leader !== null || cluster.clock.nowNs() >= untilNs) return leader;
    await cluster.clock.sleep(askAgainMs, signal);
  }
}

function leaderOf(reports: readonly (StatusReport | null)[]): string | null {
  const leaders = reports
    .filter((report) => report !== null)
    .filter((report) => report.leads)
    .sort((a, b) => b.round.number - a.round.number);
  return leaders[0]?.node ?? null;
}
