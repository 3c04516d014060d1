import type { Cluster } from '../ports/index.ts';

/** Starts `cluster`; when that fails, nothing of it is left. */
export async function startedOrDisposed<
  Started extends Cluster & Readonly<{ start(signal: AbortSignal): Promise<void> }>,
>(cluster: Started, signal: AbortSignal): Promise<Started> {
  try {
    await cluster.start(signal);
    return cluster;
  } catch (error) {
    await cluster[Symbol.asyncDispose]();
    throw error;
  }
}
