import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { HarnessError } from './harness-error.ts';
import type { RunPlan } from './run-plan.ts';

/** Where a run keeps its files. Paths are absolute. */
export type RunFiles = Readonly<{
  directory: string;
  plan: string;
  history: string;
  observations: string;
  results: string;
  summary: string;
  /** Of a run whose history is wrong: why, as a page, as a picture, and as a history of the few operations. */
  violation: Readonly<{ html: string; svg: string; minimal: string }>;
  nodes: string;
}>;

/** A run's place in the store. `id` is unlike that of any other run, also in another store. */
export type StoredRun = Readonly<{ id: string; files: RunFiles }>;

/** The files of the run in `directory`, whether or not they are there. */
export function runFiles(directory: string): RunFiles {
  const inside = (name: string): string => join(resolve(directory), name);
  return {
    directory: resolve(directory),
    plan: inside('plan.json'),
    history: inside('history.jsonl'),
    observations: inside('observations.json'),
    results: inside('results.json'),
    summary: inside('summary.txt'),
    violation: {
      html: inside('violation.html'),
      svg: inside('violation.svg'),
      minimal: inside('violation.jsonl'),
    },
    nodes: inside('nodes'),
  };
}

export type OpenRunRequest = Readonly<{
  storeDirectory: string;
  plan: RunPlan;
  /** For people, and first in the directory's name, for example `20261122T014915`. */
  startedAt: string;
}>;

/**
 * Makes the directory `<store>/<scenario>/<time>-<seed>/` with the plan in it, and points `<store>/latest` to it. Two runs
 * that begin in the same second get directories of their own.
 * @throws HarnessError STORE_NOT_WRITABLE
 */
export function openRun({ storeDirectory, plan, startedAt }: OpenRunRequest): StoredRun {
  try {
    const directory = newDirectory(join(resolve(storeDirectory), plan.scenario), `${startedAt}-${plan.seed}`);
    const files = runFiles(directory);
    writeJson(files.plan, plan);
    writeFileSync(files.history, ''); // a run that dies before its first op is still a run to look at
    mkdirSync(files.nodes);
    pointLatest(resolve(storeDirectory), directory);
    return { id: `${basename(directory)}-${process.pid}`, files };
  } catch (error) {
    throw new HarnessError('STORE_NOT_WRITABLE', `cannot make a run in ${storeDirectory}; choose another --store.`, {
      cause: error,
    });
  }
}

/** Writes `value` so that a reader finds the old file or the whole new one. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** The JSON in `path`; undefined when there is no such file. @throws HarnessError RUN_UNREADABLE */
export function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HarnessError('RUN_UNREADABLE', `${path} is not JSON.`, { cause: error });
  }
}

/** Makes `parent`, where it is missing, and a directory in it that was not there: `name`, or `name-2`, `name-3`, … */
export function newDirectory(parent: string, name: string): string {
  makeDirectory(parent);
  for (let copy = 1; ; copy++) {
    const directory = join(parent, copy === 1 ? name : `${name}-${copy}`);
    try {
      mkdirSync(directory);
      return directory;
    } catch (error) {
      if (!isErrorWithCode(error, 'EEXIST')) throw error;
    }
  }
}

/** With its parents, one by one: `recursive` goes round for ever where a file system says that a parent is missing, as /proc does. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isErrorWithCode(error, 'EEXIST')) throw error;
  }
}

/** Renaming over the old link, so that there is always one; a run beside this one may be doing the same. */
function pointLatest(storeDirectory: string, directory: string): void {
  const link = join(storeDirectory, `.latest-${process.pid}`);
  rmSync(link, { force: true });
  symlinkSync(relative(storeDirectory, directory), link);
  renameSync(link, join(storeDirectory, 'latest'));
}

function isErrorWithCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
