import type { Cluster } from '../ports/index.ts';
import { clientOf } from './decided-operations.ts';

export type Invocations = Readonly<{
  cluster: Pick<Cluster, 'connect' | 'clock'>;
  /** Names the operations, so that it can be told later when they were invoked. */
  window: string;
  /** Through which nodes; each sends its own connection. */
  homes: readonly string[];
  /** All homes at once, so that their commands compete; otherwise one after the other, so that nothing collides. */
  atOnce: boolean;
  forMs: number;
  /** Comes before each burst. */
  before: () => Promise<void>;
  signal: AbortSignal;
}>;

const pauseMs = 20;
/** Whoever waits longer goes on: what counts is whether an operation was decided, and not who was told. */
const opTimeoutMs = 250;

/** Writes through `homes` in bursts for a while. Resolves with the number of operations that were invoked. */
export async function invokeOperations(invocations: Invocations): Promise<number> {
  const { cluster, window, homes, atOnce, forMs, before, signal } = invocations;
  const { clock } = cluster;
  const endpoints = homes.map((home) => cluster.connect(home));
  const untilNs = clock.nowNs() + forMs * 1e6;
  let count = 0;
  try {
    for (let burst = 0; homes.length > 0 && clock.nowNs() < untilNs; burst += 1) {
      await before();
      const chosen = atOnce ? endpoints : endpoints.slice(burst % homes.length, (burst % homes.length) + 1);
      await Promise.all(
        chosen.map((endpoint) => {
          count += 1;
          const client = clientOf(window, count);
          const attempt = { client, sequence: 1, acknowledged: 1, f: 'write', key: endpoint.node, value: count };
          return endpoint.attempt(attempt, opTimeoutMs);
        }),
      );
      await clock.sleep(pauseMs, signal);
    }
  } finally {
    await Promise.all(endpoints.map((endpoint) => endpoint[Symbol.asyncDispose]()));
  }
  return count;
}
