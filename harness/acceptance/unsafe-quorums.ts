import { ballotproof } from './ballotproof.ts';
import type { AcceptanceLine } from './trial.ts';

const refusals = [
  { sizes: '--phase1 7 --classic 3 --fast 8', inequality: 'L + R > N: 7 + 3 = 10 is not > 10' },
  { sizes: '--phase1 8 --classic 3 --fast 6', inequality: 'L + 2F > 2N: 8 + 2*6 = 20 is not > 20' },
];

/** Quorums that may disagree are refused before anything starts. */
export const unsafeQuorums: AcceptanceLine = {
  number: 5,
  title: 'Unsafe quorums are refused with the inequality that they violate',
  hasShortForm: true,
  async replay(trial) {
    for (const { sizes, inequality } of refusals) {
      const arguments_ = ['run', 'register', '--nodes', '10', ...sizes.split(' '), '--store', trial.storeDirectory];
      const { status, stderr } = await ballotproof(trial, arguments_);
      trial.check('exit 254', status === 254, `status ${status}`);
      trial.check(`one line says "${inequality}"`, stderr.includes(inequality) && !stderr.includes('\n'), stderr);
    }
  },
};
