import type { BreakResult } from '../counterexample/break-result.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** Unsafe settings, and whether a coordinator that stops at two possible values prevents that both are chosen. */
const settings = [
  { sizes: '4/2/2/4', stopPrevents: false },
  { sizes: '5/2/4/3', stopPrevents: false },
  { sizes: '5/4/4/3', stopPrevents: true },
  { sizes: '10/8/3/6', stopPrevents: true },
  { sizes: '6/4/3/4', stopPrevents: true },
];
const tries = 5;
const withinMs = 60_000;

/** Unsafe quorums disagree on real nodes each time it is tried, and the whole way from fault to verdict convicts them. */
export const counterexamples: AcceptanceLine = {
  number: 17,
  title: 'On processes, five unsafe settings are broken and convicted each time, and safe ones are valid',
  hasShortForm: true,
  replay: (trial) => breakSettings(trial, 'process'),
};

/** The same where the nodes run in containers. */
export const counterexamplesInDocker: AcceptanceLine = {
  number: 18,
  title: 'In Docker as well, five unsafe settings are broken and convicted each time, and safe ones are valid',
  hasShortForm: false,
  replay: (trial) => breakSettings(trial, 'docker'),
};

async function breakSettings(trial: Trial, environment: string): Promise<void> {
  for (const setting of trial.isShort ? settings.slice(0, 1) : settings) {
    for (const onBrokenPick of ['choose', 'stop'] as const) {
      for (let seed = 1; seed <= (trial.isShort ? 1 : tries); seed += 1) {
        const expected = onBrokenPick === 'stop' && setting.stopPrevents ? ['alarm'] : ['linearizability', 'agreement'];
        const options = `--on-broken-pick ${onBrokenPick} --run --environment ${environment} --seed ${seed} --json`;
        await breakOnce(trial, ['quorum', 'break', setting.sizes, ...options.split(' ')], expected);
      }
    }
  }
}

/** One kind of coordinator, on the unsafe quorums and on the nearest safe ones. */
async function breakOnce(trial: Trial, command: readonly string[], expected: readonly string[]): Promise<void> {
  const { status, stdout, stderr, durationMs } = await ballotproof(trial, [
    ...command,
    '--store',
    trial.storeDirectory,
  ]);
  const result = printedJson<{ results: readonly BreakResult[] }>(stdout)?.results[0];
  if (result === undefined) return trial.check('it ends with a result', false, stderr);
  const [unsafe, control] = result.runs;
  const convictors = unsafe?.convictedBy ?? [];
  trial.check(
    `convicted by ${expected.join(' and ')}, exit 1`,
    status === 1 && unsafe?.verdict === 'invalid' && expected.every((name) => convictors.includes(name)),
    `${unsafe?.verdict ?? 'no run'}, by ${convictors.join(', ')}`,
  );
  trial.check('with the expected fingerprint', unsafe?.fingerprint.matches === true, result.why);
  trial.check('the safe setting is valid', control?.verdict === 'valid', control?.verdict ?? 'no run');
  trial.check('within 60 s', durationMs <= withinMs, `${Math.round(durationMs / 1_000)} s`);
}
