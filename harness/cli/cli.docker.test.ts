import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { objectsOfDirectory } from '../environments/docker/testing/engine-objects.ts';
import { isDockerAbsent } from '../environments/docker/testing/is-docker-absent.ts';
import { until } from '../until.ts';
import { type Started, startBallotproof } from './testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-docker-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

function start(...args: readonly string[]): Started {
  return startBallotproof(...args, '--store', store);
}

const run = ['run', '--environment', 'docker', '--nodes', '3', '--seed', '7'];

/** What the run of `store/latest` has in the engine. */
function owned(): Promise<readonly string[]> {
  return objectsOfDirectory(realpathSync(join(store, 'latest')));
}

async function untilOpsAre(count: number): Promise<void> {
  const history = join(store, 'latest', 'history.jsonl');
  const hasOps = (): boolean => {
    try {
      return readFileSync(history, 'utf8').split('\n').length > count;
    } catch {
      return false; // the run has not opened its directory yet
    }
  };
  expect(await until(hasOps, { timeoutMs: 60_000, everyMs: 100 })).toBe(true);
}

describe.skipIf(isDockerAbsent)('a run in docker', () => {
  test('of a sound cluster is valid, with evidence, and leaves nothing in the engine', async () => {
    const { status, stdout } = await start(...run, '--time-limit', '24', '--nemesis-interval', '8', '--json').ended;
    const results = JSON.parse(stdout) as { verdict: string; evidence: string[]; findings: unknown };
    expect([status, results.verdict], JSON.stringify(results.findings)).toEqual([0, 'valid']);
    expect(results.evidence.join('\n')).toMatch(/kill: 1 of 1 windows were proved effective/);
    expect(await owned()).toEqual([]);

    const replay = await startBallotproof('replay', join(store, 'latest')).ended;
    expect([replay.status, replay.stdout]).toEqual([0, expect.stringContaining('every node did the same once more')]);
  });

  test('whose nodes answer reads from their own state is convicted', async () => {
    const args = ['--reads', 'local', '--nemesis', 'partition', '--nodes', '5', '--seed', '3'];
    const { status, stdout } = await start(...run, ...args, '--time-limit', '15', '--nemesis-interval', '5').ended;
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^INVALID: linearizability: Key "r\d+"/)]);
  });

  test('that is interrupted is healed, judged and cleaned up', async () => {
    const { child, ended } = start(...run);
    await untilOpsAre(300);
    expect(await owned()).toHaveLength(7);
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    expect([status, stdout]).toEqual([2, expect.stringContaining('interrupted: judged on what there is')]);
    expect(await owned()).toEqual([]);
  });

  test('whose controller is killed leaves a history that can be judged, and containers that clean removes', async () => {
    const { child, ended } = start(...run);
    await untilOpsAre(300);
    child.kill('SIGKILL');
    await ended;
    expect(await owned()).toHaveLength(7);
    const cleaned = await start('clean').ended;
    expect([cleaned.status, cleaned.stdout]).toEqual([
      0,
      expect.stringMatching(/removed what a dead run left: containers and network /),
    ]);
    expect(await owned()).toEqual([]);
  });
});
