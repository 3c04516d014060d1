import type { Cluster, StatusReport } from '#ports';

const statusTimeoutMs = 500;
const askAgainMs = 100;
/** A kind of round may last for less than a second. */
const askAgainOfRoundMs = 20;

/** A leader in a round of this kind, and one of these nodes; what is left out does not matter. */
export type WantedLeader = Readonly<{
  roundKind?: StatusReport['round']['kind'] | undefined;
  among?: readonly string[] | undefined;
}>;

/**
 * The node that says of itself that it leads, asked from every node's status; among several the one with the highest
 * round, because the others were deposed and do not know it yet. With `wanted` that leader has to be as it says.
 * Null when nobody leads so within `timeoutMs`.
 */
export async function findLeader(
  cluster: Cluster,
  timeoutMs: number,
  signal: AbortSignal,
  wanted: WantedLeader = {},
): Promise<string | null> {
  const untilNs = cluster.clock.nowNs() + timeoutMs * 1e6;
  for (;;) {
    const reports = await Promise.all(cluster.nodes.map((node) => cluster.status(node, statusTimeoutMs)));
    const leader = leaderOf(reports, wanted);
    if (leader !== null || cluster.clock.nowNs() >= untilNs) return leader;
    await cluster.clock.sleep(wanted.roundKind === undefined ? askAgainMs : askAgainOfRoundMs, signal);
  }
}

function leaderOf(reports: readonly (StatusReport | null)[], { roundKind, among }: WantedLeader): string | null {
  const leaders = reports
    .filter((report) => report !== null)
    .filter((report) => report.leads)
    .sort((a, b) => b.round.number - a.round.number);
  const [first] = leaders;
  if (first === undefined) return null;
  const { node, round } = first;
  return (roundKind ?? round.kind) === round.kind && (among ?? [node]).includes(node) ? node : null;
}
