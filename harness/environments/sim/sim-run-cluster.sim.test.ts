import { expect, test } from 'vitest';
import { RunRecorder } from '../../message-diagram/index.ts';
import type { Cluster } from '../../ports/index.ts';
import { paxosSystem } from '../../systems/paxos.ts';
import type { SimAudience } from './sim-audience.ts';
import { SimEnvironment } from './sim-environment.ts';

const { signal } = new AbortController();
const nodes = ['n1', 'n2', 'n3'];
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** Whose nodes come back without their disk: each of them is objected to as soon as it has written that it is there. */
function forgetfulCluster(seed: number, audience: SimAudience | null = null): Promise<Cluster> {
  const system = paxosSystem({
    nodes,
    protocol: 'flexible',
    quorums: { kind: 'cardinality', nodes: 3, phase1: 2, classic: 2, fast: null },
    unsafeQuorums: false,
    onBrokenPick: 'stop',
    reads: 'log',
    mutant: 'amnesia',
  });
  return new SimEnvironment(audience).start(system, { runId: 'run-1', directory: '/nowhere', seed }, signal);
}

/** Of each node that has some, one line each. */
async function alarmsOf(cluster: Cluster): Promise<string> {
  const reports = await Promise.all(nodes.map((node) => cluster.status(node, 1_000)));
  return reports.flatMap((report) => report?.alarms.map((alarm) => `${report.node}: ${alarm}`) ?? []).join('\n');
}

test.each(seeds)('all nodes are ended for what one did, whatever the others are writing: seed %i', async (seed) => {
  await using cluster = await forgetfulCluster(seed);
  await cluster.clock.sleep(2_000);
  const kill = await cluster.faults.inject({ kind: 'kill', nodes }, signal);
  await kill.heal(signal); // all of them write at once that they are there
  await cluster.clock.sleep(100);
  expect(await alarmsOf(cluster)).toContain('the regression oracle objects: ');
});

test('what an oracle sees in a kill is an alarm, and no failure of the one who kills', async () => {
  const alarms: string[] = [];
  for (const seed of seeds) {
    await using cluster = await forgetfulCluster(seed);
    await cluster.clock.sleep(2_000);
    const kill = await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, signal);
    await kill.heal(signal);
    await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, signal); // in the midst of its first record, of which all may be left
    alarms.push(await alarmsOf(cluster));
  }
  expect(alarms.join('\n')).toContain('n2: the regression oracle objects: n2 starts again ');
});

test('whoever listens hears of everything up to the objection, and of nothing after it', async () => {
  const recorder = new RunRecorder();
  await using cluster = await forgetfulCluster(1, recorder);
  await cluster.clock.sleep(2_000);
  const kill = await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, signal);
  await kill.heal(signal);
  await cluster.clock.sleep(100);
  await (await cluster.faults.inject({ kind: 'kill', nodes }, signal)).heal(signal);
  await cluster.clock.sleep(100);
  const [objection = ''] = recorder.objections;
  expect(recorder.objections).toHaveLength(1);
  expect(await alarmsOf(cluster)).toContain(objection.replace('regression: ', 'the regression oracle objects: '));
  expect(recorder.happenings.filter(({ kind }) => kind === 'crashed')).toHaveLength(1);
  expect(recorder.happenings.at(-1)).toMatchObject({ kind: 'violation', words: objection });
});
