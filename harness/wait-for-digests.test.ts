import { expect, test } from 'vitest';
import { standaloneClock } from './environments/sim/virtual-clock.ts';
import { waitForDigests } from './wait-for-digests.ts';

const signal = new AbortController().signal;

function clusterOf(appliedAt: (node: string, ms: number) => number | null) {
  const clock = standaloneClock();
  const digest = async (node: string) => {
    const applied = appliedAt(node, clock.nowNs() / 1e6);
    return applied === null ? null : { applied, digest: `after ${applied}` };
  };
  return { nodes: ['n1', 'n2'], clock, digest };
}

test('waits until all nodes have applied the same instance', async () => {
  const cluster = clusterOf((node, ms) => (node === 'n1' ? 9 : ms < 1000 ? 4 : 9));
  expect(await waitForDigests(cluster, 5000, signal)).toEqual([
    { node: 'n1', applied: 9, digest: 'after 9' },
    { node: 'n2', applied: 9, digest: 'after 9' },
  ]);
  expect(cluster.clock.nowNs()).toBeLessThan(2000e6);
});

test('gives up at the deadline with what it has', async () => {
  const cluster = clusterOf((node) => (node === 'n1' ? 9 : null));
  expect(await waitForDigests(cluster, 5000, signal)).toEqual([{ node: 'n1', applied: 9, digest: 'after 9' }]);
  expect(cluster.clock.nowNs()).toBeGreaterThanOrEqual(5000e6);
});
