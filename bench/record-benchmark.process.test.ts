import { expect, test } from 'vitest';
import { benchmarkRecording, type SlicePair } from './record-benchmark.ts';

test('both clusters of a pair are loaded, and use processor time for what they commit', async () => {
  const told: (readonly [string, readonly SlicePair[]])[] = [];
  await benchmarkRecording(
    {
      protocols: ['fast-flexible'],
      nodes: 3,
      clients: 8,
      clusters: 1,
      pairs: 2,
      secondsPerSlice: 0.5,
      warmUpSeconds: 0.2,
    },
    (protocol, pairs) => told.push([protocol, pairs]),
  );
  expect(told.map(([protocol, pairs]) => [protocol, pairs.length])).toEqual([['fast-flexible', 2]]);
  for (const { recording, plain } of told.flatMap(([, pairs]) => pairs)) {
    for (const { cpuMs } of [recording, plain]) {
      // each client waits for its last write, so that there is one at any speed; without any it would be infinite
      expect(cpuMs).toBeGreaterThan(0);
      expect(cpuMs).toBeLessThan(Number.POSITIVE_INFINITY);
    }
  }
});
