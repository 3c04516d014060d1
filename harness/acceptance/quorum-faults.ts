import { runRegister } from './ballotproof.ts';
import type { AcceptanceLine } from './trial.ts';

const settings = [
  '--nodes 5 --phase1 3 --classic 3 --fast 4',
  '--nodes 10 --phase1 8 --classic 3 --fast 7',
  '--nodes 9 --phase1 8 --classic 5 --fast 6',
];

/** Faults along the edges of quorums bring runs to where a smaller quorum would lose a decision, and safe ones stand it. */
export const quorumFaults: AcceptanceLine = {
  number: 19,
  title: 'Under faults along their quorums, three settings are valid, with decisions that hung by one vote',
  hasShortForm: true,
  async replay(trial) {
    const [environment, timeLimit] = trial.isShort ? ['process', 30] : ['docker', 60];
    for (const sizes of trial.isShort ? settings.slice(0, 1) : settings) {
      const options = `${sizes} --protocol fast-flexible --nemesis quorum --time-limit ${timeLimit} --seed 7`;
      const { status, results, stderr } = await runRegister(trial, options, environment);
      trial.check('valid, exit 0', status === 0, results?.sentence ?? stderr);
      const { classic, fast } = results?.facts.tight ?? { classic: 0, fast: 0 };
      trial.check('tight events in classic rounds', classic > 0, classic);
      trial.check('tight events in fast rounds', fast > 0, fast);
    }
  },
};
