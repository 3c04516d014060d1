import { ballotproof, runRegister } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

const runs = 10;

/** What nodes were given makes them do the same once more. */
export const replayedRuns: AcceptanceLine = {
  number: 29,
  title: 'Ten runs on processes are replayed node by node, bit for bit',
  hasShortForm: true,
  replay: (trial) => replayAll(trial, 'process'),
};

/** The same where the nodes run in containers. */
export const replayedRunsInDocker: AcceptanceLine = {
  number: 30,
  title: 'In Docker as well ten runs are replayed node by node, bit for bit',
  hasShortForm: false,
  replay: (trial) => replayAll(trial, 'docker'),
};

async function replayAll(trial: Trial, environment: string): Promise<void> {
  let replayed = 0;
  const wanted = trial.isShort ? 2 : runs;
  for (let seed = 1; seed <= wanted; seed += 1) {
    const torture = `--nodes 3 --nemesis kill,pause,partition --nemesis-interval 3 --time-limit 10 --seed ${seed}`;
    const { results, stderr } = await runRegister(trial, torture, environment);
    if (results === null) {
      trial.saw(`the run did not end with results: ${stderr}`);
      continue;
    }
    const { status, stdout } = await ballotproof(trial, ['replay', results.directory]);
    if (status === 0) replayed += 1;
    else trial.saw(stdout);
  }
  trial.check('every node did the same once more', replayed === wanted, `${replayed} of ${wanted} runs`);
}
