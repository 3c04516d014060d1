import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Op } from '#checker';
import { type NemesisEvent, parseFaultSpecs, performSchedule, planSchedule } from '#nemesis';
import { seededRng } from '../../seeded-rng.ts';
import { standInSystem } from '../testing/stand-in-system.ts';
import { ProcessEnvironment } from './process-environment.ts';

const never = new AbortController().signal;
const nodes = ['n1', 'n2', 'n3', 'n4', 'n5'];

test('a schedule with every kind of fault is proved effective on real processes, healed and audited', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'torture-'));
  const place = { runId: 'run-1', directory, seed: 7 };
  const list = 'partition:ring,partition:one-way@leader,partition:clients@all,kill@majority,pause@all';
  const schedule = planSchedule({
    specs: parseFaultSpecs(list, nodes),
    nodes,
    timeLimitMs: 10_000,
    intervalMs: 2_000,
    rng: seededRng(7),
  });
  const ops: Op[] = [];
  {
    await using cluster = await new ProcessEnvironment().start(standInSystem(nodes), place, never);
    const recorder = {
      record(op: Omit<Op, 'index' | 'timeNs'>): Op {
        const stamped = { ...op, index: ops.length, timeNs: cluster.clock.nowNs() };
        ops.push(stamped);
        return stamped;
      },
    };
    await performSchedule({ schedule, cluster, recorder, signal: never });
    await cluster.ready(20_000, never);
    expect(cluster.unexpectedExits()).toEqual([]);
  }
  await rm(directory, { recursive: true, force: true });

  const events = ops.map((op) => op.value as NemesisEvent);
  const probes = events.filter((event) => event.phase === 'probe');
  expect(probes.filter(({ effective }) => !effective)).toEqual([]);
  expect(probes).toHaveLength(10);
  const audits = events.filter((event) => event.phase === 'audit');
  expect(audits.filter(({ healed }) => !healed)).toEqual([]);
  expect(audits).toHaveLength(5);
  expect(events.filter(({ phase }) => phase === 'failed' || phase === 'no-target')).toEqual([]);
});
