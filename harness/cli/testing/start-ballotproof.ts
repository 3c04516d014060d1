import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** How the command ended, with all that it printed. */
export type Ended = Readonly<{ status: number | null; stdout: string; stderr: string }>;

/** The command while it runs. */
export type Started = Readonly<{ child: ChildProcess; ended: Promise<Ended> }>;

const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ballotproof.mjs');

/** Starts `ballotproof` as a person does, in a process of its own. */
export function startBallotproof(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Ended>((resolve) => child.on('close', (status) => resolve({ status, stdout, stderr })));
  return { child, ended };
}
