import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Op } from '#checker';
import { type CardinalitySetting, checkSetting, settingText } from '#quorums';
import { SimEnvironment } from '../environments/sim/index.ts';
import type { Recorder } from '../ports/index.ts';
import { paxosSystem } from '../systems/paxos.ts';
import { readPaxosFiles } from '../systems/paxos-files.ts';
import { breakPlan } from './break-run.ts';
import { counterexampleOf } from './counterexample.ts';
import { matchFingerprint } from './fingerprint.ts';
import { performMessages } from './perform-messages.ts';

/** A schedule takes some tens of milliseconds of virtual time. */
const opTimeoutMs = 200;

export type SweepOptions = Readonly<{ nodes: number; onBrokenPick: 'stop' | 'choose'; signal: AbortSignal }>;

/** How the unsafe settings of one number of nodes ended, when they ended as foretold. */
export type SweepRow = Readonly<{ nodes: number; unsafe: number; twoValues: number; alarms: number }>;

/** `failures`: a sentence for each setting that did not end as foretold. */
export type Sweep = Readonly<{
  onBrokenPick: 'stop' | 'choose';
  perNodes: readonly SweepRow[];
  failures: readonly string[];
}>;

/**
 * Makes the counterexample of every unsafe setting of at most so many nodes happen on simulated nodes, and holds what is on
 * their disks against its fingerprint. An abort ends it early. protocol.md 6.2
 */
export async function sweepUnsafeSettings({ nodes, onBrokenPick, signal }: SweepOptions): Promise<Sweep> {
  const directory = mkdtempSync(join(tmpdir(), 'ballotproof-sweep-'));
  const perNodes: SweepRow[] = [];
  const failures: string[] = [];
  try {
    for (let count = 1; count <= nodes; count += 1) {
      const settings = unsafeSettings(count);
      let [twoValues, alarms] = [0, 0];
      for (const setting of settings) {
        if (signal.aborted) break;
        const end = await breakSetting(setting, onBrokenPick, join(directory, 'run'));
        if (end.failure !== null) failures.push(`${settingText(setting)}, ${onBrokenPick}: ${end.failure}`);
        else if (end.isAlarm) alarms += 1;
        else twoValues += 1;
      }
      perNodes.push({ nodes: count, unsafe: settings.length, twoValues, alarms });
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  if (signal.aborted) failures.push('interrupted before the end');
  return { onBrokenPick, perNodes, failures };
}

function unsafeSettings(nodes: number): readonly CardinalitySetting[] {
  const sizes = Array.from({ length: nodes }, (_, index) => index + 1);
  return sizes
    .flatMap((phase1) => sizes.flatMap((classic) => sizes.map((fast) => ({ nodes, phase1, classic, fast }))))
    .filter((setting) => !checkSetting(setting).isSafe);
}

async function breakSetting(
  setting: CardinalitySetting,
  onBrokenPick: 'stop' | 'choose',
  directory: string,
): Promise<Readonly<{ isAlarm: boolean; failure: string | null }>> {
  const schedule = counterexampleOf({ kind: 'cardinality', ...setting }, onBrokenPick);
  if (schedule === null) return { isAlarm: false, failure: 'no counterexample was found' };
  const isAlarm = schedule.fingerprint.alarm !== null;
  const plan = breakPlan(schedule, schedule.system, { environment: 'sim', seed: '1' });
  const signal = new AbortController().signal;
  const place = { runId: 'sweep', directory, seed: plan.seed, steered: true };
  await using cluster = await new SimEnvironment().start(paxosSystem(plan, { roundsBy: 'request' }), place, signal);
  const answered = new Set<number>();
  const recorder: Recorder = {
    record: (op) => {
      if (op.type === 'ok' && typeof op.process === 'number') answered.add(op.process);
      return { index: 0, timeNs: cluster.clock.nowNs(), ...op } satisfies Op;
    },
  };
  const steps = await performMessages({
    schedule,
    cluster,
    recorder,
    processes: { x: 0, y: 1 },
    opTimeoutMs,
    signal,
  });
  const collected = await cluster.collect(signal);
  const { journals } = await readPaxosFiles(collected);
  const { matches, sentences } = matchFingerprint(schedule, { journals, traces: collected });
  const missing = steps.flatMap(({ step, missing: some }) => some.map((what) => `${step} ${what}`));
  if (!matches || missing.length > 0) return { isAlarm, failure: [...missing, ...sentences].join('; ') };
  if (!isAlarm && answered.size < 2) return { isAlarm, failure: 'not both clients were told that they succeeded' };
  return { isAlarm, failure: null };
}
