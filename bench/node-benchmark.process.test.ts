import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { benchmarkNode, type Measurement } from './node-benchmark.ts';

test('a benchmark measures the disk and a cluster, and leaves no process and no file', async () => {
  const measurements: Measurement[] = [];
  const dataDirectory = /bench-\w{6}/;
  let seen = '';
  await benchmarkNode(
    {
      secondsPerLoad: 0.5,
      warmUpSeconds: 0.2,
      clusterSizes: [3],
      protocols: ['fast'],
      clientCounts: [8],
      withEtcd: false,
      profileDirectory: null,
      recordsInputs: true,
    },
    (measurement) => {
      measurements.push(measurement);
      seen ||= dataDirectory.exec(commandLines())?.[0] ?? '';
    },
  );
  expect(measurements.map(({ system }) => system)).toEqual(['raw append and sync', 'fast']);
  for (const { throughput } of measurements) expect(throughput.perSecond).toBeGreaterThan(0);
  expect(measurements.at(-1)?.throughput.failed).toBe(0);
  expect(seen).toMatch(dataDirectory);
  expect(commandLines()).not.toContain(seen);
  expect(readdirSync('node_modules/.cache')).not.toContain(seen);
});

/** Of every process of this machine that can be read. */
function commandLines(): string {
  const read = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return ''; // it ended meanwhile
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(read)
    .join('\n');
}
