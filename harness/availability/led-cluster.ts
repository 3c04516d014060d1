import { invariant } from '#foundation';
import { HarnessError } from '../harness-error.ts';
import type { Cluster, Steering } from '../ports/index.ts';
import { untilSeen } from './until-seen.ts';

const patienceMs = 10_000;
const statusTimeoutMs = 1_000;

export type RoundKind = 'classic' | 'fast';

/**
 * Puts `leader` in place, with an open round of that kind, and then leaves the cluster to itself. The cluster has to be
 * steered. @throws HarnessError LEADER_NOT_IN_PLACE
 */
export async function putLeaderInPlace(
  cluster: Cluster,
  leader: string,
  { kind, signal }: Readonly<{ kind: RoundKind; signal: AbortSignal }>,
): Promise<void> {
  const steering = steeringOf(cluster);
  const patience = { timeoutMs: patienceMs, signal };
  await steering.beginRound(leader, kind);
  const elected = await untilSeen(
    cluster.clock,
    async () => {
      steering.release(() => true);
      return (await cluster.status(leader, statusTimeoutMs))?.leads === true;
    },
    patience,
  );
  if (elected) {
    await steering.letGo();
    if (await untilSeen(cluster.clock, () => leadsRound(cluster, leader, kind), patience)) return;
  }
  throw new HarnessError(
    'LEADER_NOT_IN_PLACE',
    `${leader} does not lead a ${kind} round after ${patienceMs} ms; try again on a machine that is less busy.`,
  );
}

/** Whether `node` says that it leads, in a round of that kind. */
export async function leadsRound(cluster: Cluster, node: string, kind: RoundKind): Promise<boolean> {
  const status = await cluster.status(node, statusTimeoutMs);
  return status?.leads === true && status.round.kind === kind;
}

/** The first of `nodes` that says that it leads; null: none does. */
export async function leaderAmong(cluster: Cluster, nodes: readonly string[]): Promise<string | null> {
  const reports = await Promise.all(nodes.map((node) => cluster.status(node, statusTimeoutMs)));
  return reports.find((report) => report?.leads === true)?.node ?? null;
}

/** @throws InvariantViolation when the cluster is not steered */
export function steeringOf({ steering }: Cluster): Steering {
  invariant(steering !== undefined && steering !== null, 'who leads is decided on a steered cluster');
  return steering;
}
