import type { Cluster } from './ports/index.ts';

export type NodeDigest = Readonly<{ node: string; applied: number; digest: string }>;

const askTimeoutMs = 2000;
const askAgainMs = 200;

/**
 * The state digests of all nodes once all have applied the same instance; when that is not so within `timeoutMs`, those
 * of the nodes that answered last.
 */
export async function waitForDigests(
  cluster: Pick<Cluster, 'nodes' | 'digest' | 'clock'>,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly NodeDigest[]> {
  const untilNs = cluster.clock.nowNs() + timeoutMs * 1e6;
  for (;;) {
    const answers = await Promise.all(
      cluster.nodes.map(async (node) => {
        const answer = await cluster.digest(node, askTimeoutMs);
        return answer === null ? [] : [{ node, ...answer }];
      }),
    );
    const digests = answers.flat();
    const isComparable =
      digests.length === cluster.nodes.length && new Set(digests.map(({ applied }) => applied)).size === 1;
    if (isComparable || cluster.clock.nowNs() >= untilNs) return digests;
    await cluster.clock.sleep(askAgainMs, signal);
  }
}
