import type { MutantReport } from '../mutants/mutant-report.ts';
import type { PlayedReport } from '../mutants/played-report.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

const medianSeedsMax = 50;
const seedsMax = 5_000;
/** Of the mutants; all of them break something that a client can see. */
const byClientsMin = 0.9;
const playedMin = 15;

/** The judges find every bug that the node can have, and nothing in the correct node. */
export const mutantTables: AcceptanceLine = {
  number: 25,
  title: 'In the simulator every mutant is convicted, by its schedule and by the swarm, and the correct node by none',
  hasShortForm: true,
  async replay(trial) {
    const some = trial.isShort ? ['--only', '2,8,16,18,20'] : [];
    await replayDirected(trial, some);
    if (!trial.isShort) await replaySwarm(trial);
  },
};

/** The same schedules convict real nodes. */
export const mutantsOnProcesses: AcceptanceLine = {
  number: 26,
  title: 'On processes the schedules of mutants convict them, and acquit the correct node',
  hasShortForm: true,
  replay: (trial) => playSchedules(trial, 'process'),
};

/** And those in containers. */
export const mutantsInDocker: AcceptanceLine = {
  number: 27,
  title: 'In Docker as well the schedules of mutants convict them, and acquit the correct node',
  hasShortForm: false,
  replay: (trial) => playSchedules(trial, 'docker'),
};

async function replayDirected(trial: Trial, some: readonly string[]): Promise<void> {
  const report = await tableOf(trial, ['--directed', ...some]);
  if (report === null) return;
  const { mutants, durationMs } = report;
  const byClients = mutants.filter(({ directed }) => (directed?.byClients.conviction ?? null) !== null).length;
  const seen = `${byClients} of ${mutants.length}`;
  trial.check('at least 90 % by what clients saw alone', byClients >= byClientsMin * mutants.length, seen);
  trial.check('within a minute', durationMs <= 60_000, `${Math.round(durationMs / 1_000)} s`);
}

async function replaySwarm(trial: Trial): Promise<void> {
  const report = await tableOf(trial, ['--swarm']);
  if (report === null) return;
  const { mutants, medianSeeds, durationMs } = report;
  const most = Math.max(...mutants.map(({ swarm }) => swarm?.byEverybody.seeds ?? Number.POSITIVE_INFINITY));
  trial.check('in a median of fewer than 50 seeds', (medianSeeds ?? seedsMax) < medianSeedsMax, medianSeeds ?? 'none');
  trial.check('none in more than 5 000', most <= seedsMax, most);
  trial.check('within 15 minutes', durationMs <= 15 * 60_000, `${Math.round(durationMs / 1_000)} s`);
}

/** Null when there is no table, which fails the line. */
async function tableOf(trial: Trial, options: readonly string[]): Promise<MutantReport | null> {
  const { status, stdout, stderr } = await ballotproof(trial, ['mutants', ...options, '--json']);
  const report = printedJson<MutantReport>(stdout);
  if (report === null) {
    trial.check('it ends with a table', false, stderr);
    return null;
  }
  const { mutants, survived, accused } = report;
  trial.check(
    'every mutant is convicted, exit 0',
    status === 0,
    `${mutants.length - survived.length} of ${mutants.length}`,
  );
  trial.check('the correct node is not', accused.length === 0, accused.join(', ') || 'never');
  return report;
}

async function playSchedules(trial: Trial, environment: string): Promise<void> {
  const some = trial.isShort ? ['--only', 'no-k2a,recovery-too-small'] : [];
  const options = ['--environment', environment, ...some, '--tries', '5', '--store', trial.storeDirectory, '--json'];
  const { status, stdout, stderr } = await ballotproof(trial, ['mutants', ...options]);
  const report = printedJson<PlayedReport>(stdout);
  if (report === null) return trial.check('it ends with a table', false, stderr);
  const played = report.mutants.filter(({ objection }) => objection === null);
  const convicted = played.filter(({ isConvicted }) => isConvicted).length;
  const survived = report.survived.length === 0 ? '' : `, not ${report.survived.join(', ')}`;
  trial.check(
    'every mutant whose schedule can be played is convicted, exit 0',
    status === 0,
    `${convicted} of ${played.length}${survived}`,
  );
  if (!trial.isShort) trial.check('at least 15', convicted >= playedMin, convicted);
  trial.check('the correct node is not', report.accused.length === 0, report.accused.join(', ') || 'never');
}
