import type { Exploration } from '../explore/explore.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** What is to be tried completely: sizes, rounds, and crashes of each node. */
const scopes = [
  { options: '--nodes 4 --phase1 3 --classic 2 --fast 3 --rounds 2', inShort: true },
  { options: '--nodes 3 --phase1 3 --classic 1 --fast 2 --rounds 3 --crashes 1', inShort: false },
  { options: '--nodes 3 --phase1 2 --classic 2 --fast 3 --rounds 3 --crashes 1', inShort: false },
];

/** Nodes that break one rule each: on disk, as acceptors, as coordinators, as learners, in picking and in recovering. */
const broken = [
  'forgetful-promise',
  'unsynced-vote',
  'stale-accept',
  'double-vote',
  'one-empty-report-frees',
  'own-value-first',
  'phase1-too-small',
  'classic-too-small',
  'fast-counted-as-classic',
  'learner-ignores-value',
  'recovery-too-small',
  'forgotten-instance-promise',
];

/** Everything that small clusters can do is tried: correct ones break no rule, and broken ones do. */
export const smallScopes: AcceptanceLine = {
  number: 31,
  title: 'Everything that three small clusters can do is tried without a violation, and broken nodes are convicted',
  hasShortForm: true,
  async replay(trial) {
    for (const { options } of scopes.filter(({ inShort }) => inShort || !trial.isShort))
      await exploreOnce(trial, options, 'complete', 0);
    for (const name of trial.isShort ? broken.slice(-1) : broken)
      await exploreOnce(trial, `--mutant ${name} --rounds 2 --crashes 1`, 'violation', 1);
  },
};

async function exploreOnce(trial: Trial, options: string, end: Exploration['end'], status: number): Promise<void> {
  const ended = await ballotproof(trial, ['explore', ...options.split(' '), '--json']);
  const found = printedJson<Exploration>(ended.stdout);
  if (found === null) return trial.check('it ends with results', false, ended.stderr);
  const said = found.violation === null ? '' : `: ${found.violation.message}`;
  trial.check(end, found.end === end && ended.status === status, `${found.end}, ${found.states} states${said}`);
}
