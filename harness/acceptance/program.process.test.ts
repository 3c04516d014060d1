import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../until.ts';
import { runProgram, startProgram } from './program.ts';

const patienceMs = 60_000;

/** Ends with status 7 at the second SIGTERM, and says by a file that it is under way. */
const stubborn = (ready: string): string => `
let signals = 0;
process.on('SIGTERM', () => { signals += 1; if (signals === 2) process.exit(7); });
setInterval(() => {}, 1000);
require('node:fs').writeFileSync(${JSON.stringify(ready)}, '');
`;

test('a program that wants to be told twice ends with the trial', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'program-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const ready = join(directory, 'ready');
  const interrupt = new AbortController();
  const program = startProgram(interrupt, [process.execPath, '--eval', stubborn(ready)]);
  expect(await until(() => existsSync(ready), { timeoutMs: patienceMs, everyMs: 10, signal: interrupt.signal })).toBe(
    true,
  );
  interrupt.abort(new Error('interrupted'));
  const { status } = await program.ended;
  expect(status).toBe(7);
});

test('nothing is started once the trial has ended', () => {
  const reason = new Error('interrupted');
  expect(() => startProgram({ signal: AbortSignal.abort(reason) }, [process.execPath, '--version'])).toThrow(reason);
});

test('a program that ends by itself is told with its status and what it said', async () => {
  const { signal } = new AbortController();
  const said = await runProgram({ signal }, [process.execPath, '--eval', 'console.log("out"); process.exitCode = 3;']);
  expect(said).toMatchObject({ status: 3, stdout: 'out', stderr: '' });
});
