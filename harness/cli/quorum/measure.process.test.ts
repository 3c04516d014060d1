import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../left-overs/index.ts';
import { until } from '../../until.ts';
import { startBallotproof } from '../testing/start-ballotproof.ts';
import type { MeasureResults } from './measure.ts';

let store = '';
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-measure-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

const onProcesses = ['--environment', 'process', '--seed', '7'];

test('what two of three survive on processes is what is foretold', { timeout: 120_000 }, async () => {
  const measured = await startBallotproof('quorum', 'measure', '3/2/2', ...onProcesses, '--store', store, '--json')
    .ended;
  const { outcome, rows } = JSON.parse(measured.stdout) as MeasureResults;
  expect(rows.map(({ path, killed, agrees }) => [path, killed?.length, agrees])).toEqual([
    ['classic', 1, true],
    ['classic', 2, true],
    ['leaderChange', 1, true],
    ['leaderChange', 2, true],
  ]);
  expect([measured.status, outcome]).toEqual([0, 'agrees']);
});

test('an interrupted measurement leaves no node behind, and says what is missing', { timeout: 60_000 }, async () => {
  const { child, ended } = startBallotproof('quorum', 'measure', '3/2/2', ...onProcesses, '--store', store);
  const owned = join(store, 'latest', 'owned.jsonl');
  const processes = (): readonly { pid: number; startTicks: number; bootId: string; pidNamespace: string }[] =>
    readFileSync(owned, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => (JSON.parse(line) as { process: never }).process);
  expect(await until(() => existsSync(owned) && processes().length === 3, { timeoutMs: 30_000 })).toBe(true);
  const nodes = processes();
  expect(nodes.map((one) => isAlive(one))).toEqual([true, true, true]);
  child.kill('SIGINT');
  const { status, stdout } = await ended;
  expect(status).toBe(2);
  expect(stdout).toMatch(/classic +1 +- +progress +interrupted +\?/);
  expect(stdout).toContain('Not everything could be measured.');
  expect(nodes.filter((one) => isAlive(one))).toEqual([]);
  expect(readdirSync(join(store, 'availability'))).toHaveLength(1);
});

test('quorums that are not safe are refused in one line', async () => {
  const { status, stdout, stderr } = await startBallotproof('quorum', 'measure', '3/1/2', ...onProcesses).ended;
  expect({ status, stdout }).toEqual({ status: 254, stdout: '' });
  expect(stderr).toContain('1 + 2 = 3 is not > 3');
});
