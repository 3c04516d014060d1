import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBallotproof } from './testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-append-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

test('transactions on real nodes are strict-serializable under kills, and their history is one of lists', async () => {
  const asked = ['--workload', 'append', '--environment', 'process', '--nodes', '3', '--seed', '7', '--store', store];
  const times = ['--nemesis', 'kill', '--time-limit', '12', '--nemesis-interval', '8', '--json'];
  const { status, stdout, stderr } = await startBallotproof('run', ...asked, ...times).ended;
  expect(stderr).toMatch(/^append: /m);
  const results = JSON.parse(stdout) as { verdict: string; evidence: string[]; directory: string; findings: unknown };
  expect([status, results.verdict], JSON.stringify(results.findings)).toEqual([0, 'valid']);
  expect(results.evidence.join('\n')).toMatch(
    /transactions: \d+ transactions show no anomaly that strict-serializable/,
  );
  expect(results.evidence).toContain('A lost append, planted in a copy of this history, was convicted.');
  const again = await startBallotproof('check', results.directory, '--json').ended;
  expect([again.status, (JSON.parse(again.stdout) as { verdict: string }).verdict]).toEqual([0, 'valid']);
  const bare = await startBallotproof('check', join(results.directory, 'history.jsonl')).ended;
  expect([bare.status, bare.stdout]).toEqual([0, expect.stringContaining('VALID as list-append')]);
});

test('both workloads are listed', async () => {
  const { status, stdout } = await startBallotproof('list').ended;
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^register +\S.*\nappend +\S/)]);
});
