import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identifyProcess } from '../../left-overs/index.ts';
import type { Cluster } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { type Behaviour, standInSystem } from '../testing/stand-in-system.ts';
import { DockerEnvironment } from './docker-environment.ts';
import { engineOrThrow } from './engine.ts';
import { clusterLabel, labelsOf } from './labels.ts';
import { ensureNodeImage } from './node-image.ts';
import { removeLabelled } from './remove-cluster.ts';
import { removeDockerLeftOvers } from './remove-docker-left-overs.ts';
import { meddle, objectsOf } from './testing/engine-objects.ts';
import { isDockerAbsent } from './testing/is-docker-absent.ts';

const never = new AbortController().signal;
const runId = `docker-environment-${process.pid}`;
let directory = '';
let clusters: Cluster[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'docker-environment-'));
  clusters = [];
});

afterEach(async () => {
  for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

describe.skipIf(isDockerAbsent)('a cluster of containers', () => {
  test('is started, asked, stopped and collected, and leaves nothing in the engine', async () => {
    const cluster = await start({ n1: 'stubborn' });
    expect(await objectsOf(runId)).toHaveLength(5);
    expect(await cluster.status('n1', 2_000)).toMatchObject({ node: 'n1', leads: true });
    expect(await cluster.digest('n2', 2_000)).toEqual({ applied: 7, digest: 'abc' });
    await cluster.faults.inject({ kind: 'pause', nodes: ['n2'] }, never);

    const [n1, n2] = await cluster.collect(never);
    const files = join(directory, 'nodes', 'n1');
    expect(n1).toEqual({ node: 'n1', journal: join(files, 'data/journal'), trace: null, log: join(files, 'node.log') });
    expect(await readFile(n2?.log ?? '', 'utf8')).toContain('good-bye');
    expect(await cluster.status('n1', 500)).toBeNull();
    expect(cluster.unexpectedExits()).toEqual([]);

    await cluster[Symbol.asyncDispose]();
    await cluster[Symbol.asyncDispose]();
    expect(await objectsOf(runId)).toEqual([]);
  });

  test('publishes ports on this machine alone, and gives no node a capability', async () => {
    await start();
    const { docker } = await engineOrThrow();
    for (const name of await objectsOf(runId)) {
      if (!/-n\d(-holder)?$/.test(name)) continue;
      const { HostConfig, NetworkSettings } = await docker.getContainer(name).inspect();
      const addresses = Object.values(NetworkSettings.Ports ?? {}).flatMap((ports) =>
        ports?.map((port) => port.HostIp),
      );
      expect(new Set(addresses)).toEqual(new Set(name.endsWith('-holder') ? ['127.0.0.1'] : []));
      expect(HostConfig.CapDrop).toEqual(['ALL']);
      expect(HostConfig.CapAdd ?? []).toEqual(name.endsWith('-holder') ? ['NET_ADMIN'] : []);
    }
  });

  test('is not started when a node ends before it is ready, and nothing of it is left', async () => {
    await expect(start({ n2: 'broken' })).rejects.toThrow(/^n2 exited with status 4\. Read .*node\.log\.$/);
    expect(await readFile(join(directory, 'nodes/n2/node.log'), 'utf8')).toContain('it is broken');
    expect(await objectsOf(runId)).toEqual([]);
  });

  test('is not started after an abort, and nothing of it is left', async () => {
    const controller = new AbortController();
    const starting = start({ n1: 'sick' }, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(starting).rejects.toThrow('enough');
    expect(await objectsOf(runId)).toEqual([]);
  });

  test('notices an end that no fault asked for, and heals no kill that was none', async () => {
    const cluster = await start();
    await meddle(runId, '-n2', 'SIGKILL');
    await until(() => cluster.unexpectedExits().length > 0, { timeoutMs: 30_000 });
    expect(cluster.unexpectedExits()).toMatchObject([{ node: 'n2', status: 'was ended by SIGKILL' }]);
    await expect(cluster.ready(5_000, never)).rejects.toThrow('n2 was ended by SIGKILL');

    const fault = await cluster.faults.inject({ kind: 'kill', nodes: ['n2'] }, never);
    expect(await fault.probe(never)).toMatchObject({ effective: false });
    await fault.heal(never);
    await expect(cluster.ready(5_000, never)).rejects.toThrow('n2 was ended by SIGKILL');
  });

  test('shares nothing with another one beside it, not even when both have the same run id', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    await first.faults.inject({ kind: 'kill', nodes: ['n1', 'n2'] }, never);
    await first[Symbol.asyncDispose]();
    await second.ready(10_000, never);
    expect(await objectsOf(runId)).toHaveLength(5);
    expect(second.unexpectedExits()).toEqual([]);
  });
});

describe.skipIf(isDockerAbsent)('left-overs in the engine', () => {
  test('of a controller that was killed are removed, those of a live one are not', async () => {
    await start();
    const script = new URL('./testing/controller.ts', import.meta.url).pathname;
    const controller = spawn(process.execPath, [script, `${runId}-dead`, directory], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const _line of createInterface({ input: controller.stdout })) break;
    expect((await removeDockerLeftOvers()).filter((removed) => removed.runId.startsWith(runId))).toEqual([]);
    controller.kill('SIGKILL');
    await once(controller, 'exit');
    await until(() => identifyProcess(controller.pid ?? 0) === null, { timeoutMs: 10_000 });
    expect(await objectsOf(`${runId}-dead`)).toHaveLength(5);

    const removed = await removeDockerLeftOvers();
    expect(removed.filter((cluster) => cluster.runId.startsWith(runId))).toMatchObject([
      { runId: `${runId}-dead`, runDirectory: directory },
    ]);
    expect(await objectsOf(`${runId}-dead`)).toEqual([]);
    expect(await objectsOf(runId)).toHaveLength(5);
  });

  test('of another host, of another container and of nobody known are left alone', async () => {
    const engine = await engineOrThrow();
    const Image = await ensureNodeImage(engine);
    const cluster = `${runId}-foreign`;
    const ours = labelsOf({ runId, runDirectory: directory, cluster });
    const dead = { ...identifyProcess(process.pid), startTicks: 1 };
    const foreign = [
      { 'ballotproof.controller': JSON.stringify(dead), 'ballotproof.host': 'elsewhere' },
      { 'ballotproof.controller': JSON.stringify({ ...dead, pidNamespace: 'pid:[1]' }) },
      { 'ballotproof.controller': 'null' },
    ];
    try {
      for (const labels of foreign) {
        await engine.docker.createContainer({ Image, Cmd: ['true'], Labels: { ...ours, ...labels } });
      }
      await removeDockerLeftOvers();
      expect(await objectsOf(runId)).toHaveLength(foreign.length);
    } finally {
      await removeLabelled(engine.docker, `${clusterLabel}=${cluster}`);
    }
  });
});

async function start(
  behaviours: Readonly<Record<string, Behaviour>> = {},
  { signal = never }: Readonly<{ signal?: AbortSignal }> = {},
): Promise<Cluster> {
  const system = standInSystem(['n1', 'n2'], behaviours);
  const cluster = await new DockerEnvironment().start(system, { runId, directory, seed: 1 }, signal);
  clusters.push(cluster);
  return cluster;
}
