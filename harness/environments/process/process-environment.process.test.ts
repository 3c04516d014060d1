import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identifyProcess, removeLeftOvers } from '../../left-overs/index.ts';
import type { Cluster, Grudge } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { type Behaviour, standInSystem } from '../testing/stand-in-system.ts';
import { ProcessEnvironment } from './process-environment.ts';

const never = new AbortController().signal;
const nodes = ['n1', 'n2', 'n3'];

let store = '';
let clusters: Cluster[] = [];

beforeEach(async () => {
  store = await mkdtemp(join(tmpdir(), 'process-environment-'));
  clusters = [];
});

afterEach(async () => {
  for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
  await rm(store, { recursive: true, force: true });
});

describe('a cluster of processes', () => {
  test('is started, asked, stopped and collected', async () => {
    const cluster = await start();
    expect(await cluster.status('n1', 2_000)).toMatchObject({ node: 'n1', leads: true, round: { number: 5 } });
    expect(await cluster.digest('n2', 2_000)).toEqual({ applied: 7, digest: 'abc' });
    await cluster.ready(10_000, never);

    const directory = join(store, 'register', 'run-1', 'nodes', 'n1');
    const collected = await cluster.collect(never);
    expect(collected[0]).toEqual({
      node: 'n1',
      journal: join(directory, 'data', 'journal'),
      trace: null,
      log: join(directory, 'node.log'),
    });
    expect(await readFile(join(directory, 'node.log'), 'utf8')).toContain('a line after that');
    expect(cluster.unexpectedExits()).toEqual([]);
    expect(await cluster.status('n1', 500)).toBeNull();
  });

  test('leaves no process and nothing on file when it is closed, twice', async () => {
    const cluster = await start();
    const pids = await pidsOf('run-1');
    expect(pids).toHaveLength(3);
    await cluster[Symbol.asyncDispose]();
    await cluster[Symbol.asyncDispose]();
    expect(pids.map(identifyProcess)).toEqual([null, null, null]);
    expect(existsSync(ownedFile('run-1'))).toBe(false);
  });

  test('ends a node that ignores SIGTERM, and wakes one that is paused so that it ends in good order', async () => {
    const cluster = await start({ n1: 'stubborn' });
    await cluster.faults.inject({ kind: 'pause', nodes: ['n2'] }, never);
    const pids = await pidsOf('run-1');
    await cluster.collect(never);
    expect(pids.map(identifyProcess)).toEqual([null, null, null]);
    expect(cluster.unexpectedExits()).toEqual([]);
    expect(await logOf('n2')).toContain('good-bye');
  });

  test('is not started when a node ends before it is ready, and nothing of it is left', async () => {
    await expect(start({ n2: 'broken' })).rejects.toThrow(
      /^n2 exited with status 4 before it told its ports\. Read .*node\.log\.$/,
    );
    expect(existsSync(ownedFile('run-1'))).toBe(false);
  });

  test('is not started when a node never answers /health with 200', async () => {
    const environment = new ProcessEnvironment({ readyTimeoutMs: 3_000 });
    await expect(start({ n3: 'sick' }, environment)).rejects.toMatchObject({
      code: 'NODE_NOT_READY',
      message: expect.stringContaining('n3 did not answer /health within 3000 ms'),
    });
  });

  test('is not started after an abort, and nothing of it is left', async () => {
    const environment = new ProcessEnvironment();
    const controller = new AbortController();
    const place = { runId: 'run-1', directory: join(store, 'register', 'run-1'), seed: 1 };
    const starting = environment.start(standInSystem(nodes, { n1: 'sick' }), place, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(starting).rejects.toThrow('enough');
    expect(existsSync(ownedFile('run-1'))).toBe(false);
  });

  test('notices an exit that no fault asked for, with its status and last words', async () => {
    const cluster = await start();
    const { adminPort } = JSON.parse((await logOf('n2')).split('\n')[0] ?? '') as { adminPort: number };
    await fetch(`http://127.0.0.1:${adminPort}/exit`).catch(() => null);
    await eventually(() => cluster.unexpectedExits().length > 0);
    expect(cluster.unexpectedExits()).toMatchObject([
      { node: 'n2', status: 'exited with status 3', logTail: expect.stringContaining('a line after that') },
    ]);
    await expect(cluster.ready(5_000, never)).rejects.toThrow('n2 exited with status 3');
  });
});

describe('faults on processes', () => {
  test('a one-way cut silences one direction and not the other, until it is healed', async () => {
    const cluster = await start();
    const fault = await inject(cluster, { n2: ['n1'] });
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    const before = { n1: await heard(cluster, 'n1', 'n2'), n2: await heard(cluster, 'n2', 'n1') };
    await eventually(async () => (await heard(cluster, 'n1', 'n2')) > before.n1 + 3);
    expect(await heard(cluster, 'n2', 'n1')).toBe(before.n2);
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    await eventually(async () => (await heard(cluster, 'n2', 'n1')) > before.n2);
  });

  test('clients are cut from a node and come back', async () => {
    const cluster = await start();
    const fault = await inject(cluster, { n3: ['clients'] });
    expect(await fault.probe(never)).toMatchObject({
      effective: true,
      evidence: expect.stringContaining('1 of 1 links'),
    });
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
  });

  test('killed nodes are gone, and start again on their data, at new ports that links lead to', async () => {
    const cluster = await start();
    const fault = await cluster.faults.inject({ kind: 'kill', nodes: ['n1', 'n2'] }, never);
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    expect(await cluster.status('n1', 500)).toBeNull();
    await fault.heal(never);
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    await eventually(async () => (await heard(cluster, 'n1', 'n3')) > 0 && (await heard(cluster, 'n3', 'n1')) > 0);
    const journal = join(store, 'register', 'run-1', 'nodes', 'n1', 'data', 'journal');
    expect(await readFile(journal, 'utf8')).toBe('start\nstart\n');
    expect(cluster.unexpectedExits()).toEqual([]);
  });

  test('a paused node is stopped and silent, and goes on as the same process', async () => {
    const cluster = await start();
    const pids = await pidsOf('run-1');
    const fault = await cluster.faults.inject({ kind: 'pause', nodes: ['n3'] }, never);
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    expect(await cluster.status('n3', 500)).toBeNull();
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    expect(await pidsOf('run-1')).toEqual(pids);
  });

  test('healAll heals whatever is in force', async () => {
    const cluster = await start();
    const faults = [
      await inject(cluster, { n1: ['n2'] }),
      await cluster.faults.inject({ kind: 'pause', nodes: ['n2'] }, never),
      await cluster.faults.inject({ kind: 'kill', nodes: ['n3'] }, never),
    ];
    await cluster.faults.healAll(never);
    for (const fault of faults) expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    await cluster.ready(10_000, never);
  });

  test('a heal that is aborted and asked for again starts a killed node once', async () => {
    const cluster = await start();
    const fault = await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never);
    const controller = new AbortController();
    const healing = fault.heal(controller.signal);
    controller.abort(new Error('enough'));
    await Promise.all([expect(healing).rejects.toThrow('enough'), cluster.faults.healAll(never)]);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    expect(await pidsOf('run-1')).toHaveLength(4);
  });
});

describe('runs side by side', () => {
  test('do not disturb each other', async () => {
    const first = await start();
    const second = await start({}, new ProcessEnvironment(), 'run-2');
    await first.faults.inject({ kind: 'partition', variant: 'isolate', grudge: { n1: ['n2', 'n3'] } }, never);
    await first.faults.inject({ kind: 'kill', nodes: ['n2'] }, never);
    const before = await heard(second, 'n1', 'n2');
    await eventually(async () => (await heard(second, 'n1', 'n2')) > before + 3);
    expect((await removeLeftOvers(store)).removed).toEqual([]);
    await first[Symbol.asyncDispose]();
    await second.ready(10_000, never);
    expect(second.unexpectedExits()).toEqual([]);
  });
});

describe('a controller that ends', () => {
  const script = new URL('./testing/controller.ts', import.meta.url).pathname;

  test.each(['exit', 'throw'])('by %s takes its nodes with it, without having closed the cluster', async (how) => {
    const { controller, pids } = await startController(how);
    controller.stdin.end();
    await eventually(() => controller.exitCode !== null);
    const areGone = await until(() => pids.every((pid) => identifyProcess(pid) === null), { timeoutMs: 15_000 });
    expect(areGone).toBe(true);
  });

  test('by kill -9 leaves nodes that the next run removes', async () => {
    const { controller, pids } = await startController('wait');
    controller.kill('SIGKILL');
    await eventually(() => controller.signalCode !== null);
    expect(pids.filter((pid) => identifyProcess(pid) !== null)).toHaveLength(3);
    const { removed } = await removeLeftOvers(store);
    expect(removed.map(({ name, pid }) => ({ name, pid })).toSorted((a, b) => a.pid - b.pid)).toMatchObject(
      pids.toSorted((a, b) => a - b).map((pid) => ({ pid })),
    );
    expect(pids.map(identifyProcess)).toEqual([null, null, null]);
  });

  async function startController(how: string) {
    const controller = spawn(process.execPath, [script, join(store, 'register', 'run-1'), how], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    for await (const _line of createInterface({ input: controller.stdout })) break;
    return { controller, pids: await pidsOf('run-1') };
  }
});

async function start(
  behaviours: Readonly<Record<string, Behaviour>> = {},
  environment: ProcessEnvironment = new ProcessEnvironment(),
  runId = 'run-1',
): Promise<Cluster> {
  const place = { runId, directory: join(store, 'register', runId), seed: 1 };
  const cluster = await environment.start(standInSystem(nodes, behaviours), place, never);
  clusters.push(cluster);
  return cluster;
}

function inject(cluster: Cluster, grudge: Grudge) {
  return cluster.faults.inject({ kind: 'partition', variant: 'trial', grudge }, never);
}

/** How often `node` has heard `peer` since its start. */
async function heard(cluster: Cluster, node: string, peer: string): Promise<number> {
  const status = (await cluster.status(node, 5_000)) as { heard?: Readonly<Record<string, number>> } | null;
  return status?.heard?.[peer] ?? 0;
}

async function pidsOf(runId: string): Promise<number[]> {
  const lines = (await readFile(ownedFile(runId), 'utf8')).trim().split('\n').slice(1);
  return lines.map((line) => (JSON.parse(line) as { process: { pid: number } }).process.pid);
}

function ownedFile(runId: string): string {
  return join(store, 'register', runId, 'owned.jsonl');
}

function logOf(node: string): Promise<string> {
  return readFile(join(store, 'register', 'run-1', 'nodes', node, 'node.log'), 'utf8');
}

async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  expect(await until(condition, { timeoutMs: 15_000 })).toBe(true);
}
