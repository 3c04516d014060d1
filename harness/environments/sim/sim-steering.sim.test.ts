import { expect, test } from 'vitest';
import { paxosSystem } from '../../systems/paxos.ts';
import { steeringContract } from '../testing/steering-contract.ts';
import { SimEnvironment } from './sim-environment.ts';
import { SimRunCluster } from './sim-run-cluster.ts';

steeringContract(new SimEnvironment());

test('the oracles of a steered cluster note what they object to, and let it go on to its clients', async () => {
  const { signal } = new AbortController();
  const system = paxosSystem(
    {
      nodes: ['n1', 'n2'],
      protocol: 'flexible',
      quorums: { kind: 'cardinality', nodes: 2, phase1: 1, classic: 1, fast: null },
      unsafeQuorums: true,
      onBrokenPick: 'stop',
      reads: 'log',
      mutant: null,
    },
    { roundsBy: 'request' },
  );
  const place = { runId: 'run-1', directory: '/nowhere', seed: 1, steered: true };
  await using cluster = await new SimEnvironment().start(system, place, signal);
  if (!(cluster instanceof SimRunCluster)) throw new Error('the simulator starts clusters of its own');
  for (const node of cluster.nodes) {
    await cluster.steering?.beginRound(node, 'classic');
    const attempt = { client: node, sequence: 1, acknowledged: 0, f: 'write', key: 'k', value: node };
    expect(await cluster.connect(node).attempt(attempt, 5_000)).toMatchObject({ kind: 'ok' });
  }
  expect(cluster.objections.join('\n')).toMatch(/instance 1: .* and .* are both chosen/);
  expect(new Set(cluster.objections).size).toBe(cluster.objections.length);
  for (const node of cluster.nodes) expect((await cluster.status(node))?.alarms).toEqual([]);
});
