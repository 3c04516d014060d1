import type { SimScenario } from '../simulation/index.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** Bugs 2, 8, 16, 18 and 20. */
const typical = [
  'unsynced-vote',
  'highest-round-without-o4',
  'fast-too-small',
  'recovery-too-small',
  'recovery-in-same-round',
];
const operationsMax = 12;
const faultsMax = 6;
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
  const options = ['--mutant', mutant, '--operations', '200', '--store', trial.storeDirectory, '--json'];
  const { status, stdout, stderr, durationMs } = await ballotproof(trial, ['shrink', '1', ...options]);
  const scenario = printedJson<{ scenario?: SimScenario }>(stdout)?.scenario;
  if (scenario === undefined) return trial.check('it ends with a scenario', false, `exit ${status}: ${stderr}`);
  const { operations, faults, messages } = scenario;
  const size = `${operations.length} operations, ${faults.length} faults, ${messages.length} rules for messages`;
  const isSmall = operations.length <= operationsMax && faults.length + messages.length <= faultsMax;
  trial.check('small', status === 1 && isSmall, size);
  trial.check('in under 2 minutes', durationMs < withinMs, `${Math.round(durationMs / 1_000)} s`);
}
