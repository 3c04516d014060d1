import { shrinkRun } from './shrink-run.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** Bugs 2, 8, 16, 18 and 20. */
const typical = [
  'unsynced-vote',
  'highest-round-without-o4',
  'fast-too-small',
  'recovery-too-small',
  'recovery-in-same-round',
];
const withinMs = 120_000;

/** What a hunt finds becomes a few events that a person can follow. */
export const shrunkFailures: AcceptanceLine = {
  number: 28,
  title:
    'Failing runs of five mutants shrink to at most 12 operations and 6 faults or messages, in under 2 minutes each',
  hasShortForm: true,
  async replay(trial) {
    for (const mutant of typical) await shrinkFirst(trial, mutant);
  },
};

async function shrinkFirst(trial: Trial, mutant: string): Promise<void> {
  const { isSmall, words, durationMs } = await shrinkRun(trial, '1', '--mutant', mutant, '--operations', '200');
  trial.check('small', isSmall, words);
  trial.check('in under 2 minutes', durationMs < withinMs, `${Math.round(durationMs / 1_000)} s`);
}
