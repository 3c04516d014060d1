import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { QuorumSystem } from '#quorums';
import { SimEnvironment } from '../environments/sim/index.ts';
import { paxosSystem } from '../systems/paxos.ts';
import { readPaxosFiles } from '../systems/paxos-files.ts';
import { breakPlan } from './break-run.ts';
import { counterexampleOf } from './counterexample.ts';
import { type FingerprintMatch, matchFingerprint } from './fingerprint.ts';
import { nearestSafeSystem } from './nearest-safe-system.ts';
import { performMessages, type StepOutcome } from './perform-messages.ts';
import { sweepUnsafeSettings } from './sweep.ts';

const signal = new AbortController().signal;

test.each(['choose', 'stop'] as const)(
  'every unsafe setting up to five nodes ends as foretold when coordinators %s',
  async (onBrokenPick) => {
    const { perNodes, failures } = await sweepUnsafeSettings({ nodes: 5, onBrokenPick, signal });
    expect(failures).toEqual([]);
    expect(perNodes.map(({ unsafe }) => unsafe)).toEqual([0, 5, 18, 47, 93]);
    expect(perNodes.map(({ alarms }) => alarms)).toEqual(onBrokenPick === 'stop' ? [0, 0, 2, 2, 9] : [0, 0, 0, 0, 0]);
  },
);

const explicit: QuorumSystem = {
  kind: 'explicit',
  nodes: ['a', 'b', 'c', 'd', 'e'],
  phase1: [['a', 'b', 'c']],
  classic: [['c', 'd']],
  fast: [
    ['a', 'b', 'd'],
    ['c', 'd', 'e'],
  ],
};
const weighted: QuorumSystem = {
  kind: 'weighted',
  nodes: ['a', 'b', 'c'],
  weights: [2, 1, 1],
  phase1: 2,
  classic: 2,
  fast: 3,
};

test.each<readonly [string, QuorumSystem]>([
  ['listed sets', explicit],
  ['weights', weighted],
])('%s that do not meet are broken, and the nearest that do survive the same schedule', async (_, system) => {
  for (const onBrokenPick of ['choose', 'stop'] as const) {
    const broken = await perform(system, system, onBrokenPick);
    expect(broken.steps.filter(({ missing }) => missing.length > 0)).toEqual([]);
    expect(broken.match.matches).toBe(true);
    const control = await perform(system, nearestSafeSystem(system), onBrokenPick);
    expect(control.steps.some(({ missing }) => missing.length > 0)).toBe(true);
  }
});

async function perform(
  made: QuorumSystem,
  on: QuorumSystem,
  onBrokenPick: 'stop' | 'choose',
): Promise<Readonly<{ steps: readonly StepOutcome[]; match: FingerprintMatch }>> {
  const schedule = counterexampleOf(made, onBrokenPick);
  if (schedule === null) throw new Error('there is no counterexample');
  const directory = mkdtempSync(join(tmpdir(), 'sweep-'));
  try {
    const plan = breakPlan(schedule, on, { environment: 'sim', seed: '3' });
    const place = { runId: 'test', directory, seed: 3, steered: true };
    await using cluster = await new SimEnvironment().start(paxosSystem(plan, { roundsBy: 'request' }), place, signal);
    const recorder = { record: (op: object) => ({ index: 0, timeNs: 0, ...op }) as never };
    const processes = { x: 0, y: 1 };
    const steps = await performMessages({ schedule, cluster, recorder, processes, opTimeoutMs: 500, signal });
    const collected = await cluster.collect(signal);
    const { journals } = await readPaxosFiles(collected);
    return { steps, match: matchFingerprint(schedule, { journals, traces: collected }) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
