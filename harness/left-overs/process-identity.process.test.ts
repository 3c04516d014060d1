import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { until } from '../until.ts';
import { identifyProcess, isAlive, readProcessStat } from './process-identity.ts';

test('this process lives, and one with another start time, boot or container is another', () => {
  const self = identifyProcess(process.pid);
  if (self === null) throw new Error('this process lives');
  expect(isAlive(self)).toBe(true);
  expect(isAlive({ ...self, startTicks: self.startTicks + 1 })).toBe(false);
  expect(isAlive({ ...self, bootId: 'another' })).toBe(false);
  expect(isAlive({ ...self, pidNamespace: 'another' })).toBe(false);
});

test('a dead process that nobody has waited for does not live', async () => {
  // The shell becomes a program that waits for no child, after it has started one.
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: parent.stdout })) {
    const pid = Number(line);
    expect(await until(() => readProcessStat(pid)?.state === 'Z', { timeoutMs: 10_000 })).toBe(true);
    expect(identifyProcess(pid)).toBeNull();
    break;
  }
  parent.kill('SIGKILL');
});

test('the name of a program may hold spaces and parentheses', async () => {
  const child = spawn(
    process.execPath,
    ['-e', 'process.title = "a) S 1 (b"; console.log("named"); setInterval(() => {}, 1000)'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  for await (const _line of createInterface({ input: child.stdout })) break;
  const stat = readProcessStat(child.pid ?? 0);
  expect(stat?.state).toMatch(/^[RS]$/);
  expect(stat?.startTicks).toBeGreaterThan(0);
  child.kill('SIGKILL');
});
