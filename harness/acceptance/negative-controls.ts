import { type CommandResult, runRegister } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

/** What is broken on purpose is convicted, with the evidence named. */
export const negativeControls: AcceptanceLine = {
  number: 4,
  title: 'Local reads under partitions, and nodes that forget, are convicted',
  hasShortForm: true,
  replay: (trial) => convictControls(trial, 'process'),
};

/** The same where the nodes run in containers. */
export const negativeControlsInDocker: AcceptanceLine = {
  number: 12,
  title: 'In Docker as well, local reads and nodes that forget are convicted',
  hasShortForm: false,
  replay: (trial) => convictControls(trial, 'docker'),
};

async function convictControls(trial: Trial, environment: string): Promise<void> {
  const timeLimit = trial.isShort ? 20 : 40;
  const local = await runRegister(
    trial,
    `--reads local --nemesis partition --time-limit ${timeLimit} --seed 7`,
    environment,
  );
  checkConviction(trial, local);
  trial.check('within 60 s', local.durationMs <= 60_000, `${Math.round(local.durationMs / 1_000)} s`);
  const sentences = invalidSentences(local).join(' ');
  trial.check('the key is named', /Key "\w+" is not linearizable/.test(sentences), found(sentences, /Key "\w+"/));
  const operation = /(?:read|write|cas) .*? by process \d+ on n\d+ \(index \d+ to \d+\)/;
  trial.check('operations and nodes are named', operation.test(sentences), found(sentences, operation));

  const forgetful = await runRegister(
    trial,
    `--mutant amnesia --nemesis kill@majority --nemesis-interval 5 --time-limit ${timeLimit} --seed 7`,
    environment,
  );
  checkConviction(trial, forgetful);
}

function checkConviction(trial: Trial, result: CommandResult): void {
  const { status, results, stderr } = result;
  trial.check('invalid, exit 1', status === 1 && results?.verdict === 'invalid', results?.sentence ?? stderr);
}

function invalidSentences({ results }: CommandResult): readonly string[] {
  return (results?.findings ?? []).filter(({ verdict }) => verdict === 'invalid').map(({ sentence }) => sentence);
}

function found(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[0] ?? 'nothing of the kind';
}
