import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Op } from '#checker';
import { until } from '../until.ts';
import { type Controller, registerArguments, startBallotproof } from './ballotproof.ts';
import type { Trial } from './trial.ts';

const startTimeoutMs = 30_000;

/** A run that was started and is under way: its controller and its directory. */
export type RunningRun = Readonly<{ controller: Controller; directory: string }>;

/** Starts a run with a seed that no other run of the trial has, and waits until it has put `opsMin` lines on file. */
export async function startRun(trial: Trial, options: string, seed: number, opsMin: number): Promise<RunningRun> {
  const controller = startBallotproof(trial, registerArguments(trial, `${options} --seed ${seed}`));
  let directory: string | null = null;
  const isUnderWay = await until(
    () => {
      directory = directoryOf(trial, seed);
      return directory !== null && linesOf(join(directory, 'history.jsonl')).length > opsMin;
    },
    { timeoutMs: startTimeoutMs, everyMs: 100, signal: trial.signal },
  );
  if (directory === null || !isUnderWay) throw new Error(`the run with seed ${seed} did not get under way`);
  return { controller, directory };
}

/** The whole lines of a file that may end in the middle of one; none when there is no such file. */
export function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** The history of a run as far as it is on file; the recorder wrote it. */
export function historyOf({ directory }: RunningRun): Op[] {
  return linesOf(join(directory, 'history.jsonl')).map((line) => JSON.parse(line) as Op);
}

/** The pids of all processes that were started with a path of the run on their command line. */
export function processesOf({ directory }: RunningRun): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && linesOfCommand(name).some((word) => word.startsWith(`${directory}/`)))
    .map(Number);
}

function linesOfCommand(pid: string): string[] {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').split('\0');
  } catch {
    return []; // it ended meanwhile
  }
}

function directoryOf(trial: Trial, seed: number): string | null {
  const parent = join(trial.storeDirectory, 'register');
  try {
    const name = readdirSync(parent).find((one) => one.endsWith(`-${seed}`));
    return name === undefined ? null : join(parent, name);
  } catch {
    return null;
  }
}
