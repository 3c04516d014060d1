import { Worker } from 'node:worker_threads';
import type { LoadResult, LoadTimes } from './closed-loop.ts';
import type { LoadedCluster } from './cluster.ts';
import type { Throughput } from './latencies.ts';

/** Who is loaded: clients with one write outstanding each, on home nodes in turn, which share a few connections per node. */
export type LoadTarget = Readonly<{
  kind: LoadedCluster['kind'];
  clientPorts: readonly number[];
  clients: number;
}>;

/** At most this many connections to one node, for every system alike. */
export const connectionsPerNodeMax = 8;

/** Loads one cluster from a thread of its own, whose connections last from one load to the next. */
export class LoadGenerator implements AsyncDisposable {
  readonly #worker: Worker;

  constructor(target: LoadTarget) {
    this.#worker = new Worker(new URL('./load-worker.ts', import.meta.url), { workerData: target });
  }

  /** Puts a load on the cluster and says what was seen. One at a time. */
  run(times: LoadTimes): Promise<LoadResult> {
    return new Promise((resolve, reject) => {
      const exited = (): void => reject(new Error('the load generator ended without a result'));
      const failed = (error: Error): void => reject(error);
      this.#worker.once('error', failed);
      this.#worker.once('exit', exited);
      this.#worker.once('message', (result: LoadResult) => {
        this.#worker.off('error', failed);
        this.#worker.off('exit', exited);
        resolve(result);
      });
      this.#worker.postMessage(times);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Puts one load on a cluster and says what was seen after the warm-up. */
export async function measure(load: LoadTarget & LoadTimes): Promise<Throughput> {
  await using generator = new LoadGenerator(load);
  return (await generator.run(load)).throughput;
}
