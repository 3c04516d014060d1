import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { summarize, type Throughput } from './latencies.ts';

/**
 * Appends `sizeBytes` and syncs, one after the other for `seconds`: what a single journal on this disk can do at most,
 * in appends per second, each of which may hold many writes.
 */
export async function diskCeiling(directory: string, sizeBytes: number, seconds: number): Promise<Throughput> {
  await using file = await open(join(directory, 'ceiling'), 'a');
  const bytes = Buffer.alloc(sizeBytes, 'x');
  const latenciesMs: number[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < seconds * 1_000) {
    const appendMs = performance.now();
    await file.write(bytes);
    await file.datasync();
    latenciesMs.push(performance.now() - appendMs);
  }
  return summarize(latenciesMs, (performance.now() - startMs) / 1_000, 0);
}
