import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActiveFault, ClockMode, ClockSkew, Cluster } from '../../ports/index.ts';
import { ProcessEnvironment } from '../process/index.ts';
import { standInSystem } from '../testing/stand-in-system.ts';
import { faketimeRemedy, findFaketimeLibrary } from './faketime.ts';
import { overwriteClockFile } from './testing/overwrite-clock-file.ts';

const never = new AbortController().signal;
const library = findFaketimeLibrary();

let directory = '';
let clusters: Cluster[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clock-fault-'));
  clusters = [];
});

afterEach(async () => {
  for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

test('without the library clock faults are not offered, and no cluster is started for them', async () => {
  const environment = new ProcessEnvironment({ faketimeLibrary: null });
  expect(await environment.capabilities()).toEqual({
    available: true,
    remedies: [faketimeRemedy],
    faults: ['partition', 'kill', 'pause'],
  });
  await expect(start('wall', environment)).rejects.toThrow(faketimeRemedy);
});

test('clocks of nodes that were started without a mode cannot be turned', async () => {
  const cluster = await start(null);
  await expect(inject(cluster, { n1: { kind: 'jump', offsetMs: 500 } })).rejects.toMatchObject({
    code: 'CLOCKS_LEFT_ALONE',
  });
});

describe.skipIf(library === null)('with libfaketime', () => {
  test.each<Readonly<Record<string, ClockSkew>>>([
    { n1: { kind: 'jump', offsetMs: 60_000 }, n2: { kind: 'jump', offsetMs: 200 } },
    { n1: { kind: 'jump', offsetMs: -45_000 } },
    { n1: { kind: 'strobe', offsetsMs: [-5_000, 700], everyMs: 60 } },
  ])('wall clocks do %o and monotonic ones stay true, until healing', async (skews) => {
    const cluster = await start('wall');
    const fault = await inject(cluster, skews);
    const seen = await fault.probe(never);
    expect(seen).toMatchObject({ effective: true, healed: false });
    expect(seen.clocks?.map(({ node }) => node)).toEqual(['n1', 'n2']);
    for (const { monotonicMs } of seen.clocks ?? []) expect(Math.abs(monotonicMs)).toBeLessThan(100);
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    expect(cluster.unexpectedExits()).toEqual([]);
  });

  test('both clocks run at a rate, are not set back when that changes, and keep what they gained', async () => {
    const cluster = await start('rate');
    for (const [n1, n2] of [
      [1.1, 0.9],
      [0.9, 1.1],
    ] as const) {
      const fault = await inject(cluster, { n1: { kind: 'rate', rate: n1 }, n2: { kind: 'rate', rate: n2 } });
      expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
      await fault.heal(never);
      expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
    }
    // On an overloaded machine a process may begin later than it is taken to have begun.
    expect(await wentBackMs(cluster, 'n1')).toBeLessThan(20);
    expect(await wentBackMs(cluster, 'n2')).toBeLessThan(20);
  });

  test('a node that is killed and started again has clocks that can be turned', async () => {
    const cluster = await start('rate');
    const kill = await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never);
    await kill.heal(never);
    const fault = await inject(cluster, { n1: { kind: 'rate', rate: 1.08 } });
    expect(await fault.probe(never)).toMatchObject({ effective: true });
    await cluster.faults.healAll(never);
    expect(await fault.probe(never)).toMatchObject({ healed: true });
  });

  test('leaves no shared memory behind a killed node', async () => {
    const cluster = await start('wall');
    const { pid } = (await cluster.status('n1', 2_000)) as unknown as Readonly<{ pid: number }>;
    await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never);
    expect(existsSync(`/dev/shm/faketime_shm_${pid}`)).toBe(false);
    expect(existsSync(`/dev/shm/sem.faketime_sem_${pid}`)).toBe(false);
  });

  describe('the probe of a sabotaged fault says so:', () => {
    test('the control file is not what was written', async () => {
      const cluster = await start('wall');
      const fault = await inject(cluster, {
        n1: { kind: 'jump', offsetMs: 5_000 },
        n2: { kind: 'jump', offsetMs: 5_000 },
      });
      overwriteClockFile(directory, 'n2', '+0 x1');
      const seen = await fault.probe(never);
      expect(seen).toMatchObject({ effective: false, healed: false });
      expect(seen.evidence).toMatch(/^n1's wall clock is \d+ ms ahead .*; n2's wall clock is -?\d ms /);
    });

    test('the rate is not the one that was asked for', async () => {
      const cluster = await start('rate');
      const fault = await inject(cluster, { n1: { kind: 'rate', rate: 1.1 } });
      overwriteClockFile(directory, 'n1', '+0 x1.04');
      expect(await fault.probe(never)).toMatchObject({ effective: false });
    });

    test('a healed clock is turned again', async () => {
      const cluster = await start('wall');
      const fault = await inject(cluster, { n1: { kind: 'jump', offsetMs: 5_000 } });
      await fault.heal(never);
      overwriteClockFile(directory, 'n1', '+5 x1');
      expect(await fault.probe(never)).toMatchObject({ healed: false });
    });

    test('the library is not there when the node starts', async () => {
      const cluster = await start('wall', new ProcessEnvironment({ faketimeLibrary: '/nowhere/libfaketime.so.1' }));
      const fault = await inject(cluster, { n1: { kind: 'jump', offsetMs: 5_000 } });
      expect(await fault.probe(never)).toMatchObject({ effective: false });
    });
  });
});

async function start(clockMode: ClockMode | null, environment = new ProcessEnvironment()): Promise<Cluster> {
  const place = { runId: 'run-1', directory, seed: 1, clockMode };
  const cluster = await environment.start(standInSystem(['n1', 'n2']), place, never);
  clusters.push(cluster);
  return cluster;
}

function inject(cluster: Cluster, skews: Readonly<Record<string, ClockSkew>>): Promise<ActiveFault> {
  return cluster.faults.inject({ kind: 'clock', variant: 'trial', skews }, never);
}

async function wentBackMs(cluster: Cluster, node: string): Promise<number> {
  const status = (await cluster.status(node, 2_000)) as unknown as Readonly<{ wentBackMs: number }>;
  return status.wentBackMs;
}
