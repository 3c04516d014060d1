import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActiveFault, ClockMode, ClockSkew, Cluster } from '../../ports/index.ts';
import { DockerEnvironment } from '../docker/docker-environment.ts';
import { isDockerAbsent } from '../docker/testing/is-docker-absent.ts';
import { standInSystem } from '../testing/stand-in-system.ts';
import { overwriteClockFile } from './testing/overwrite-clock-file.ts';

const never = new AbortController().signal;

describe.skipIf(isDockerAbsent)('clocks in containers', () => {
  let directory = '';
  let clusters: Cluster[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'docker-clocks-'));
    clusters = [];
  });

  afterEach(async () => {
    for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  test('jump and come back, also after the node was killed, and a sabotaged file is noticed', async () => {
    const cluster = await start('wall');
    await (await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never)).heal(never);
    const fault = await inject(cluster, { n1: { kind: 'jump', offsetMs: -30_000 } });
    expect(await fault.probe(never)).toMatchObject({ effective: true, healed: false });
    overwriteClockFile(directory, 'n1', '+0 x1');
    expect(await fault.probe(never)).toMatchObject({ effective: false });
    await fault.heal(never);
    expect(await fault.probe(never)).toMatchObject({ effective: false, healed: true });
  });

  test('run at a rate, on each start of the node, and never far back', async () => {
    const cluster = await start('rate');
    const fast = await inject(cluster, { n1: { kind: 'rate', rate: 1.1 } });
    expect(await fast.probe(never)).toMatchObject({ effective: true, healed: false });
    await fast.heal(never);
    await (await cluster.faults.inject({ kind: 'kill', nodes: ['n1'] }, never)).heal(never);
    const slow = await inject(cluster, { n1: { kind: 'rate', rate: 0.92 } });
    expect(await slow.probe(never)).toMatchObject({ effective: true, healed: false });
    await slow.heal(never);
    expect(await slow.probe(never)).toMatchObject({ effective: false, healed: true });
    const status = (await cluster.status('n1', 2_000)) as unknown as Readonly<{ wentBackMs: number }>;
    expect(status.wentBackMs).toBeLessThan(50); // the engine tells only about when it started the node
    expect(cluster.unexpectedExits()).toEqual([]);
  });

  async function start(clockMode: ClockMode): Promise<Cluster> {
    const place = { runId: `docker-clocks-${process.pid}`, directory, seed: 1, clockMode };
    const cluster = await new DockerEnvironment().start(standInSystem(['n1', 'n2']), place, never);
    clusters.push(cluster);
    return cluster;
  }

  function inject(cluster: Cluster, skews: Readonly<Record<string, ClockSkew>>): Promise<ActiveFault> {
    return cluster.faults.inject({ kind: 'clock', variant: 'trial', skews }, never);
  }
});
