import { spawn } from 'node:child_process';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', '..', '..', 'bin', 'ballotproof.mjs');

/** How a command ended, and what it printed. */
export type CliEnd = Readonly<{ status: number | null; stdout: string; stderr: string }>;

/** Runs the command line as a user would, to its end. */
export function runCli(...args: readonly string[]): Promise<CliEnd> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk;
    });
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...texts })));
}
