import { expect, test } from 'vitest';
import { benchmarkQuorums, type QuorumMeasurement, quorumSettings } from './quorum-benchmark.ts';

test('three nodes are measured in classic and in fast rounds, and the leader of classic ones sends most', async () => {
  const measurements: QuorumMeasurement[] = [];
  await benchmarkQuorums({ settings: quorumSettings.slice(0, 1), seconds: 1, clients: 8 }, (measurement) =>
    measurements.push(measurement),
  );
  expect(measurements.map(({ kind }) => kind)).toEqual(['classic', 'fast']);
  for (const { costs } of measurements) expect(costs.total.cpuMs).toBeGreaterThan(0);

  // how many decisions of the other cluster are fast is up to the machine
  const [classic, fast] = measurements;
  expect(classic?.decisions.classic).toBeGreaterThan(0);
  expect(classic?.decisions.fast).toBe(0);
  expect(fast?.decisions.fast).toBeGreaterThan(0);
  const { leader, other } = classic?.costs ?? {};
  expect(leader?.sentMessages).toBeGreaterThan(2 * (other?.sentMessages ?? 0));
});
