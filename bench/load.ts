import { Worker } from 'node:worker_threads';
import type { LoadedCluster } from './cluster.ts';
import type { Throughput } from './latencies.ts';

/** A load: clients with one write outstanding each, on home nodes in turn, which share a few connections per node. */
export type Load = Readonly<{
  kind: LoadedCluster['kind'];
  clientPorts: readonly number[];
  clients: number;
  seconds: number;
  warmUpSeconds: number;
}>;

/** At most this many connections to one node, for every system alike. */
export const connectionsPerNodeMax = 8;

/** Puts a load on a cluster from a thread of its own and says what was seen after the warm-up. */
export function measure(load: Load): Promise<Throughput> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: load });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the load generator ended without a result')));
  });
}
