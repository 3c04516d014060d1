import { type Dirent, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../until.ts';
import { type Claim, markVariable, type OwnedProcess, ownedFileName } from './owned-processes.ts';
import {
  hasProc,
  hasSurelyEnded,
  identifyProcess,
  isAlive,
  isProcessIdentity,
  type ProcessIdentity,
  readProcFile,
} from './process-identity.ts';

/** A process of a dead run that was killed. `name`: the node, or null when it was known by its mark alone. */
export type LeftOver = Readonly<{ runDirectory: string; runId: string; name: string | null; pid: number }>;

/** `notice`: one line for the user when nothing could be done here; else null. */
export type Removal = Readonly<{ removed: readonly LeftOver[]; notice: string | null }>;

const killTimeoutMs = 5_000;

/**
 * Kills the processes that dead runs left in `storeDirectory` (`<scenario>/<run>/owned.jsonl`). A run is dead when its
 * controller is: no process with its pid, start time and boot. Nothing of a live run is touched, and nothing that merely
 * bears a pid which such a run once used.
 */
export async function removeLeftOvers(storeDirectory: string, signal?: AbortSignal): Promise<Removal> {
  if (!hasProc()) {
    return { removed: [], notice: 'left-over processes cannot be recognised here: this machine has no /proc.' };
  }
  const removed: LeftOver[] = [];
  for (const runDirectory of runDirectories(storeDirectory)) {
    const record = readRecord(join(runDirectory, ownedFileName));
    if (record === null || !hasSurelyEnded(record.claim.controller)) continue;
    removed.push(...(await removeOf(runDirectory, record, signal)));
  }
  return { removed, notice: null };
}

type OwnedRecord = Readonly<{ claim: Claim; processes: readonly OwnedProcess[] }>;

async function removeOf(runDirectory: string, record: OwnedRecord, signal?: AbortSignal): Promise<readonly LeftOver[]> {
  const { runId, mark } = record.claim;
  const killed = new Map<number, LeftOver>();
  const areGone = await until(
    () => {
      const living = livingProcesses(record, mark);
      for (const { name, process: identity } of living) {
        killProcess(identity);
        const earlier = killed.get(identity.pid);
        killed.set(identity.pid, earlier ?? { runDirectory, runId, name, pid: identity.pid });
      }
      return living.length === 0;
    },
    { timeoutMs: killTimeoutMs, ...(signal && { signal }) },
  );
  if (areGone) rmSync(join(runDirectory, ownedFileName), { force: true });
  return [...killed.values()];
}

/** Those on file that still live, and whoever else bears the mark. */
function livingProcesses(
  record: OwnedRecord,
  mark: string,
): readonly Readonly<{ name: string | null; process: ProcessIdentity }>[] {
  const noted = record.processes.filter(({ process }) => isAlive(process));
  const marked = markedProcesses(mark)
    .filter(({ pid }) => noted.every(({ process }) => process.pid !== pid))
    .map((process) => ({ name: null, process }));
  return [...noted, ...marked];
}

function markedProcesses(mark: string): readonly ProcessIdentity[] {
  const wanted = `${markVariable}=${mark}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readProcFile(`/proc/${pid}/environ`)?.split('\0').includes(wanted))
    .map((pid) => identifyProcess(Number(pid)))
    .filter((identity) => identity !== null);
}

/** SIGKILL also ends a stopped process. That it is gone meanwhile is no error. */
function killProcess(identity: ProcessIdentity): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, 'SIGKILL');
  } catch {
    // Gone between the look and the signal, or somebody else's: the next look tells.
  }
}

function runDirectories(storeDirectory: string): readonly string[] {
  return subdirectories(storeDirectory).flatMap(subdirectories);
}

function subdirectories(directory: string): readonly string[] {
  return entries(directory)
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name));
}

function entries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Null when there is no such file, or its claim is not to be read. A torn last line counts as not written. */
function readRecord(path: string): OwnedRecord | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const [claim, ...processes] = text.split('\n').map(parsedOrNull);
  return isClaim(claim) ? { claim, processes: processes.filter(isOwnedProcess) } : null;
}

function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isClaim(value: unknown): value is Claim {
  return (
    isObject(value) &&
    typeof value['runId'] === 'string' &&
    isMark(value['mark']) &&
    isProcessIdentity(value['controller'])
  );
}

/** An empty mark would fit every process. */
function isMark(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0;
}

function isOwnedProcess(value: unknown): value is OwnedProcess {
  return isObject(value) && typeof value['name'] === 'string' && isProcessIdentity(value['process']);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
