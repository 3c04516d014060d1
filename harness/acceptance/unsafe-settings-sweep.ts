import type { Sweep } from '../counterexample/sweep.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** protocol.md 6.2: unsafe settings up to so many nodes, how long the sweep may take, and how many end in the alarm alone. */
const sweeps = [
  { nodes: 7, unsafe: 594, alarms: 46, withinMs: 60_000 },
  { nodes: 12, unsafe: 4_810, alarms: null, withinMs: 600_000 },
];

type Wanted = (typeof sweeps)[number];

/** Every unsafe setting is broken in virtual time: with two values, or with the alarm where that is all that can happen. */
export const unsafeSettingsSweep: AcceptanceLine = {
  number: 16,
  title: 'Every unsafe setting of few nodes is broken in the simulator, as foretold',
  hasShortForm: true,
  async replay(trial) {
    for (const wanted of trial.isShort ? sweeps.slice(0, 1) : sweeps) {
      await sweep(trial, wanted, 'choose');
      await sweep(trial, wanted, 'stop');
    }
  },
};

async function sweep(trial: Trial, wanted: Wanted, onBrokenPick: 'choose' | 'stop'): Promise<void> {
  const options = `--up-to ${wanted.nodes} --run --environment sim --on-broken-pick ${onBrokenPick} --json`;
  const { status, stdout, stderr, durationMs } = await ballotproof(trial, ['quorum', 'break', ...options.split(' ')]);
  const swept = printedJson<{ sweeps: readonly Sweep[] }>(stdout)?.sweeps[0];
  if (swept === undefined) return trial.check('the sweep ends with results', false, stderr);
  const total = (of: 'unsafe' | 'twoValues' | 'alarms'): number =>
    swept.perNodes.reduce((sum, row) => sum + row[of], 0);
  trial.check('all unsafe settings are tried', total('unsafe') === wanted.unsafe, total('unsafe'));
  const seen = `${total('twoValues')} times two values, ${total('alarms')} times the alarm alone`;
  const alarms = onBrokenPick === 'choose' ? 0 : wanted.alarms;
  const endsRight =
    total('twoValues') + total('alarms') === wanted.unsafe && (alarms ?? total('alarms')) === total('alarms');
  trial.check(`with ${onBrokenPick} each ends as foretold, exit 1`, endsRight && status === 1, seen);
  trial.check('nothing else happened', swept.failures.length === 0, swept.failures[0] ?? 'no failure');
  const seconds = wanted.withinMs / 1_000;
  trial.check(`within ${seconds} s`, durationMs <= wanted.withinMs, `${Math.round(durationMs / 1_000)} s`);
}
