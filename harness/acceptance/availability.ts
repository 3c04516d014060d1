import type { MeasureResults } from '../cli/quorum/measure.ts';
import { ballotproof, printedJson } from './ballotproof.ts';
import type { AcceptanceLine, Trial } from './trial.ts';

const systems = ['5/3/3/4', '10/8/3/7', '10/6/5/8', '5/5/1/3', 'examples/grid-2x3.json', 'examples/weights-2-1-1.json'];
const pathsOfEach = 4;
const withinMs = 120_000;

/** Nodes die: each path gets ahead with as many dead as it survives, and stands still with one more. */
export const availability: AcceptanceLine = {
  number: 20,
  title: 'On processes, each path survives as many crashes as is foretold, and no more',
  hasShortForm: true,
  replay: (trial) => measureSystems(trial, 'process'),
};

/** The same where the nodes run in containers. */
export const availabilityInDocker: AcceptanceLine = {
  number: 21,
  title: 'In Docker as well, each path survives as many crashes as is foretold, and no more',
  hasShortForm: false,
  replay: (trial) => measureSystems(trial, 'docker'),
};

async function measureSystems(trial: Trial, environment: string): Promise<void> {
  for (const system of trial.isShort ? systems.slice(0, 1) : systems) {
    const where = ['--environment', environment, '--seed', '7', '--store', trial.storeDirectory, '--json'];
    const { status, stdout, stderr, durationMs } = await ballotproof(trial, ['quorum', 'measure', system, ...where]);
    const { rows } = printedJson<MeasureResults>(stdout) ?? { rows: [] };
    for (const { path, killed, predicted, measured } of rows) {
      trial.saw(`${path}, ${killed?.length ?? '?'} dead, ${predicted} foretold: ${measured}`);
    }
    const agreeing = rows.filter(({ agrees }) => agrees === true);
    trial.check(
      'each path, with as many dead as it survives and with one more',
      agreeing.length === rows.length && rows.length === 2 * pathsOfEach,
      `${agreeing.length} of ${rows.length} as foretold`,
    );
    trial.check('exit 0', status === 0, status === 0 ? 'status 0' : `status ${status}: ${stderr}`);
    trial.check('within 2 minutes', durationMs <= withinMs, `${Math.round(durationMs / 1_000)} s`);
  }
}
