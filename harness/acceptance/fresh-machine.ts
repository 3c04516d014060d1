import { delimiter, join } from 'node:path';
import { type ProgramResult, runProgram } from './program.ts';
import { type AcceptanceLine, projectDirectory, type Trial } from './trial.ts';

const startLimitMs = 180_000;
const continuousIntegrationLimitMs = 900_000;

/** A fresh clone is set up by npm alone, runs, and passes its tests. What is not committed is not tested. */
export const freshMachine: AcceptanceLine = {
  number: 1,
  title: 'A fresh clone starts, passes its tests and its continuous integration',
  hasShortForm: false,
  async replay(trial) {
    const [first, second] = [join(trial.directory, 'first'), join(trial.directory, 'second')];
    await inClone(trial, first, ['git', 'clone', '--quiet', projectDirectory, first], projectDirectory);

    const start = await inClone(trial, first, ['npm', 'start']);
    trial.check('npm start exits with 0', start.status === 0, `status ${start.status}`);
    trial.check('within 3 minutes', start.durationMs <= startLimitMs, `${seconds(start.durationMs)} s`);
    trial.check('the verdict is valid', /^VALID/m.test(start.stdout), firstVerdict(start.stdout));
    trial.check(
      'evidence is shown',
      /^Evidence\n {2}- /m.test(start.stdout),
      `${evidenceCount(start.stdout)} sentences`,
    );

    const test = await inClone(trial, first, ['npm', 'test']);
    trial.check('npm test passes', test.status === 0, lastLine(test.stdout));

    await inClone(trial, second, ['git', 'clone', '--quiet', projectDirectory, second], projectDirectory);
    const ci = await inClone(trial, second, ['.ci/run']);
    trial.check('.ci/run passes', ci.status === 0, lastLine(ci.stdout));
    trial.check('in under 15 minutes', ci.durationMs < continuousIntegrationLimitMs, `${seconds(ci.durationMs)} s`);
  },
};

/** With the Node and the npm of the machine, not with those of this checkout. */
function inClone(trial: Trial, clone: string, command: readonly string[], cwd = clone): Promise<ProgramResult> {
  trial.running(command.join(' '));
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => !directory.endsWith('node_modules/.bin'));
  return runProgram(trial, command, { cwd, env: { PATH: path.join(delimiter) } });
}

function seconds(durationMs: number): number {
  return Math.round(durationMs / 1_000);
}

function firstVerdict(text: string): string {
  return /^(?:VALID|INVALID|UNKNOWN):.*$/m.exec(text)?.[0] ?? 'no verdict';
}

function evidenceCount(text: string): number {
  const section = /^Evidence\n(?<sentences>(?: {2}.*\n)*)/m.exec(text)?.groups?.['sentences'] ?? '';
  return section.split('\n').filter((line) => line.startsWith('  - ')).length;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
