import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { summarize, type Throughput } from './latencies.ts';

/** How long a load lasts, and how long it is there before it counts. */
export type LoadTimes = Readonly<{ warmUpSeconds: number; seconds: number }>;

/** What a load saw. `writes`: all that were committed, those of the warm-up and of the end included. */
export type LoadResult = Readonly<{ throughput: Throughput; writes: number }>;

const value = 'v'.repeat(64);
const lastAnswersMs = 30_000;

/**
 * Clients with one write outstanding each and a key of their own, on `connections` in turn. Returns when the last write was answered.
 * @throws Error when some are not, within half a minute of the end
 */
export async function closedLoop(
  connections: readonly Connection[],
  clients: number,
  { warmUpSeconds, seconds }: LoadTimes,
): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  let writes = 0;
  let failed = 0;
  let isMeasuring = false;
  let isOver = false;

  async function client(connection: Connection, key: string): Promise<void> {
    while (!isOver) {
      const startMs = performance.now();
      const isCommitted = await connection.write(key, value);
      if (isCommitted) writes += 1;
      if (!isMeasuring) continue;
      if (isCommitted) latenciesMs.push(performance.now() - startMs);
      else failed += 1;
    }
  }

  const ended: Promise<void>[] = [];
  for (let index = 0; index < clients; index += 1) {
    const connection = connections[index % connections.length];
    if (connection !== undefined) ended.push(client(connection, `key-${index}`));
  }
  await sleep(warmUpSeconds * 1_000);
  const startMs = performance.now();
  isMeasuring = true;
  await sleep(seconds * 1_000);
  isMeasuring = false;
  isOver = true;
  const throughput = summarize(latenciesMs, (performance.now() - startMs) / 1_000, failed);
  const late = new AbortController();
  await Promise.race([
    Promise.all(ended),
    sleep(lastAnswersMs, undefined, { signal: late.signal }).then(() => {
      throw new Error(`not every write was answered within ${lastAnswersMs} ms`);
    }),
  ]);
  late.abort();
  return { throughput, writes };
}
