import { existsSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Names one process for ever, where a pid alone is used again: `startTicks` is when it began (in clock ticks since the
 * boot `bootId`), and `pidNamespace` is where its pid counts.
 */
export type ProcessIdentity = Readonly<{ pid: number; startTicks: number; bootId: string; pidNamespace: string }>;

/** What /proc/PID/stat tells: `state` is one letter, for example R, S, T (stopped) or Z (dead, not yet waited for). */
export type ProcessStat = Readonly<{ state: string; startTicks: number }>;

/** Whether this machine has a /proc to recognise processes by. */
export function hasProc(): boolean {
  return existsSync('/proc/self/stat') && existsSync('/proc/sys/kernel/random/boot_id');
}

/** The identity of a process that is alive; null when there is none with this pid. Needs /proc. */
export function identifyProcess(pid: number): ProcessIdentity | null {
  const stat = readProcessStat(pid);
  return stat !== null && isLife(stat) ? { pid, startTicks: stat.startTicks, ...thisPlace() } : null;
}

/** Whether that very process still runs, be it stopped; a zombie does not, nor does another under the same pid. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (!isOfThisPlace(identity)) return false;
  const stat = readProcessStat(identity.pid);
  return stat !== null && isLife(stat) && stat.startTicks === identity.startTicks;
}

/** Whether pids mean the same to that process and to this one; false also for one of an earlier boot. */
export function isOfThisPlace(identity: ProcessIdentity): boolean {
  const here = thisPlace();
  return identity.bootId === here.bootId && identity.pidNamespace === here.pidNamespace;
}

/**
 * Whether that process runs no more, as far as can be told: of another boot, it has ended; of this boot but another
 * container, its pid means nothing here and it may well live.
 */
export function hasSurelyEnded(identity: ProcessIdentity): boolean {
  if (isOfThisPlace(identity)) return !isAlive(identity);
  return identity.bootId !== thisPlace().bootId;
}

/** Whether a value from outside, a file say, is an identity. */
export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTicks, bootId, pidNamespace } = value as Readonly<Record<string, unknown>>;
  return (
    Number.isSafeInteger(pid) &&
    Number(pid) > 1 && // to signal 0, 1 or less would reach whole groups of processes
    Number.isSafeInteger(startTicks) &&
    typeof bootId === 'string' &&
    typeof pidNamespace === 'string'
  );
}

/** Null when there is no such process. */
export function readProcessStat(pid: number): ProcessStat | null {
  const text = readProcFile(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The second field is the program's name in parentheses, and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: Number(fields[19]) };
}

/** The text of a file in /proc; null when the process is gone or belongs to somebody else. */
export function readProcFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isLife(stat: ProcessStat): boolean {
  return stat.state !== 'Z' && stat.state !== 'X';
}

function thisPlace(): Pick<ProcessIdentity, 'bootId' | 'pidNamespace'> {
  return {
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    pidNamespace: readlinkSync('/proc/self/ns/pid'),
  };
}
