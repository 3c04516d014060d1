import { join } from 'node:path';
import type { RunResults } from '../report/write-report.ts';
import { type Program, type ProgramResult, startProgram } from './program.ts';
import { projectDirectory, type Trial } from './trial.ts';

const program = join(projectDirectory, 'bin', 'ballotproof.mjs');

/** How the command ended. `results` is what `--json` printed; null: nothing of the kind. */
export type CommandResult = ProgramResult & Readonly<{ results: RunResults | null }>;

/** The command while it runs. */
export type Controller = Omit<Program, 'ended'> & Readonly<{ ended: Promise<CommandResult> }>;

/** Starts the command; it ends with the trial at the latest. */
export function startBallotproof(trial: Trial, arguments_: readonly string[]): Controller {
  trial.running(`npx ballotproof ${arguments_.join(' ')}`);
  const started = startProgram(trial, [process.execPath, program, ...arguments_]);
  const ended = started.ended.then((result) => ({ ...result, results: printedJson<RunResults>(result.stdout) }));
  return { ...started, ended };
}

/** Runs the command to its end. */
export function ballotproof(trial: Trial, arguments_: readonly string[]): Promise<CommandResult> {
  return startBallotproof(trial, arguments_).ended;
}

/** `run register` in the trial's own store, with the results as JSON. */
export function runRegister(trial: Trial, options: string, environment = 'process'): Promise<CommandResult> {
  return ballotproof(trial, registerArguments(trial, options, environment));
}

/** The arguments of `runRegister`. */
export function registerArguments(trial: Trial, options: string, environment = 'process'): string[] {
  const store = ['--store', trial.storeDirectory, '--json'];
  return ['run', 'register', '--environment', environment, ...options.split(' '), ...store];
}

/** What a command of ours printed with `--json`, whose form the caller knows; null: it printed nothing of the kind. */
export function printedJson<Printed>(stdout: string): Printed | null {
  try {
    return JSON.parse(stdout) as Printed;
  } catch {
    return null;
  }
}
