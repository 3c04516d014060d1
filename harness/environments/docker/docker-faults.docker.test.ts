import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ActiveFault, Cluster, Grudge } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { standInSystem } from '../testing/stand-in-system.ts';
import { DockerEnvironment } from './docker-environment.ts';
import { meddle, meddleWithFilter } from './testing/engine-objects.ts';
import { isDockerAbsent } from './testing/is-docker-absent.ts';

const never = new AbortController().signal;
const runId = `docker-faults-${process.pid}`;
let directory = '';
let cluster: Cluster;

describe.skipIf(isDockerAbsent)('faults on containers', () => {
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'docker-faults-'));
    cluster = await new DockerEnvironment().start(
      standInSystem(['n1', 'n2', 'n3']),
      { runId, directory, seed: 1 },
      never,
    );
  });

  afterEach(async () => {
    await cluster.faults.healAll(never);
    await cluster.ready(20_000, never);
  });

  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  });

  test('a one-way cut lets fifty messages a second through one way and none the other, for ten seconds', async () => {
    const fault = await cut({ n2: ['n1'] });
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    const before = { atN1: await heard('n1', 'n2'), atN2: await heard('n2', 'n1') };
    const startMs = performance.now();
    await eventually(async () => (await heard('n1', 'n2')) >= before.atN1 + 500);
    await eventually(() => performance.now() >= startMs + 10_000);
    expect(await heard('n2', 'n1')).toBe(before.atN2);
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    await eventually(async () => (await heard('n2', 'n1')) > before.atN2);
  });

  test('a partition stays in force when a node inside is killed and started again', async () => {
    const partition = await cut({ n1: ['n2', 'n3'], n2: ['n1'], n3: ['n1'] });
    const kill = await cluster.faults.inject({ kind: 'kill', nodes: ['n1', 'n2'] }, never);
    expect(await kill.probe(never)).toMatchObject({ effective: true, healed: false });
    await kill.heal(never);
    expect(await kill.probe(never)).toMatchObject({ effective: false, healed: true });
    expect(await partition.probe(never)).toMatchObject({ effective: true, healed: false });
    await eventually(async () => (await heard('n2', 'n3')) > 50);
    expect([await heard('n1', 'n2'), await heard('n2', 'n1')]).toEqual([0, 0]);
    await partition.heal(never);
    await eventually(async () => (await heard('n1', 'n2')) > 0 && (await heard('n2', 'n1')) > 0);
  });

  test('clients are cut from a node, which its peers and the harness still reach', async () => {
    const fault = await cut({ n3: ['clients'] });
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    expect(await cluster.status('n3', 5_000)).not.toBeNull();
    const before = await heard('n3', 'n1');
    await eventually(async () => (await heard('n3', 'n1')) > before);
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
  });

  test('killed nodes start again on their data, at the address and ports that they had', async () => {
    const fault = await cluster.faults.inject({ kind: 'kill', nodes: ['n3'] }, never);
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    expect(await cluster.status('n3', 500)).toBeNull();
    await Promise.all([fault.heal(never), cluster.faults.healAll(never)]);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    await eventually(async () => (await heard('n1', 'n3')) > 0 && (await heard('n3', 'n1')) > 0);
    expect(await readFile(join(directory, 'nodes/n3/data/journal'), 'utf8')).toBe('start\nstart\n');
  });

  test('a paused node is stopped and silent, and goes on as the same process', async () => {
    const before = await heard('n2', 'n1');
    const fault = await cluster.faults.inject({ kind: 'pause', nodes: ['n2'] }, never);
    expect(await fault.probe(never)).toMatchObject({
      effective: true,
      healed: false,
      evidence: expect.stringMatching(/^n2, pid \d+, is in state T and does not answer \/health$/),
    });
    expect(await cluster.status('n2', 500)).toBeNull();
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    expect(await heard('n2', 'n1')).toBeGreaterThanOrEqual(before);
  });

  test('two partitions may cut the same link, and it passes when both are healed', async () => {
    const first = await cut({ n1: ['n2', 'n3'] });
    const second = await cut({ n1: ['n2'] });
    await first.heal(never);
    expect(await first.probe(never)).toMatchObject({
      effective: false,
      healed: false,
      evidence: '1 of 2 links let nothing pass; pass: n3→n1',
    });
    await second.heal(never);
    expect(await first.probe(never)).toMatchObject({ effective: false, healed: true });
  });

  test('no fault was an exit that nobody asked for', () => {
    expect(cluster.unexpectedExits()).toEqual([]);
  });

  describe('the probe of a sabotaged fault says so:', () => {
    test('a cut that is not in force', async () => {
      const fault = await cut({ n1: ['n2'], n2: ['n1'] });
      await meddleWithFilter(runId, 'n2', ['--flush']);
      expect(await fault.probe(never)).toEqual({
        effective: false,
        healed: false,
        evidence: '1 of 2 links let nothing pass; pass: n1→n2',
      });
    });

    test('a cut that lets open connections go on', async () => {
      const fault = await cut({ n2: ['n1'] });
      const established = '-p tcp --dport 7100 -m conntrack --ctstate ESTABLISHED -j ACCEPT'.split(' ');
      await meddleWithFilter(runId, 'n2', ['--delete', 'OUTPUT', '1']);
      await meddleWithFilter(runId, 'n2', ['--replace', 'INPUT', '1', ...established]);
      expect(await fault.probe(never)).toMatchObject({ effective: false });
    });

    test('a cut that drops nothing because nothing is sent', async () => {
      const fault = await cut({ n2: ['clients'] });
      // What is dropped before it is counted proves nothing about the cut.
      await meddleWithFilter(runId, 'n2', ['--insert', 'INPUT', '1', '-p', 'tcp', '--dport', '7200', '-j', 'DROP']);
      expect(await fault.probe(never)).toMatchObject({
        effective: false,
        healed: false,
        evidence: expect.stringContaining('undecided: clients→n2'),
      });
    });

    test('a cut that is not healed', async () => {
      const fault = await cut({ n1: ['n2'], n2: ['n1'] });
      await fault.heal(never);
      await meddleWithFilter(runId, 'n1', ['--insert', 'INPUT', '1', '-p', 'tcp', '--dport', '7100', '-j', 'DROP']);
      expect(await fault.probe(never)).toMatchObject({ effective: false, healed: false });
      await meddleWithFilter(runId, 'n1', ['--delete', 'INPUT', '1']);
    });

    test('a partition that cuts nothing', async () => {
      const fault = await cut({ n1: [] });
      expect(await fault.probe(never)).toMatchObject({ effective: false });
    });

    test('a kill after which somebody starts the node again', async () => {
      const fault = await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never);
      await meddle(runId, '-n1', 'start');
      await eventually(async () => (await cluster.status('n1', 500)) !== null);
      const seen = await fault.probe(never);
      expect(seen).toMatchObject({ effective: false, healed: true });
      expect(seen.evidence).toMatch(/^n1 runs again as pid \d+ and answers \/health$/);
    });

    test('a pause that somebody ends early', async () => {
      const fault = await cluster.faults.inject({ kind: 'pause', nodes: ['n2'] }, never);
      await meddle(runId, '-n2', 'SIGCONT');
      await eventually(async () => (await cluster.status('n2', 500)) !== null);
      expect(await fault.probe(never)).toMatchObject({ effective: false });
    });
  });
});

function cut(grudge: Grudge): Promise<ActiveFault> {
  return cluster.faults.inject({ kind: 'partition', variant: 'trial', grudge }, never);
}

/** How often `node` has heard `peer` since its start. */
async function heard(node: string, peer: string): Promise<number> {
  const status = (await cluster.status(node, 5_000)) as { heard?: Readonly<Record<string, number>> } | null;
  return status?.heard?.[peer] ?? 0;
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  expect(await until(condition, { timeoutMs: 60_000, everyMs: 50 })).toBe(true);
}
