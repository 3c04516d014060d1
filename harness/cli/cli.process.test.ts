import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '../left-overs/index.ts';
import { type Ended, type Started, startBallotproof } from './testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-cli-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

const startRun = (...args: readonly string[]): Started =>
  startBallotproof('run', '--environment', 'process', '--store', store, ...args);
const run = (...args: readonly string[]): Promise<Ended> => startRun(...args).ended;

/** What the run of `store/latest` owns: process ids of its nodes. */
function owned(): readonly { pid: number; startTicks: number; bootId: string; pidNamespace: string }[] {
  const text = readFileSync(join(store, 'latest', 'owned.jsonl'), 'utf8').trim();
  return text
    .split('\n')
    .slice(1)
    .map((line) => (JSON.parse(line) as { process: never }).process);
}

async function untilOpsAre(count: number): Promise<void> {
  for (;;) {
    try {
      if (readFileSync(join(store, 'latest', 'history.jsonl'), 'utf8').split('\n').length > count) return;
    } catch {
      // The run has not opened its directory yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a run', () => {
  const asked = ['--nodes', '3', '--seed', '7', '--time-limit', '12', '--nemesis-interval', '4'];

  test('of a sound cluster is valid, with evidence on file, and can be judged again', async () => {
    const { status, stdout, stderr } = await run(...asked, '--json');
    expect(stderr).toContain('seed 7');
    const results = JSON.parse(stdout) as { verdict: string; evidence: string[]; directory: string; findings: unknown };
    expect([status, results.verdict], JSON.stringify(results.findings)).toEqual([0, 'valid']);
    expect(results.evidence.join('\n')).toContain('kill: 1 of 1 windows were proved effective');
    expect(readdirSync(results.directory).toSorted()).toEqual(
      ['history.jsonl', 'nodes', 'observations.json', 'plan.json', 'results.json', 'summary.txt'].toSorted(),
    );
    expect(realpathSync(join(store, 'latest'))).toBe(realpathSync(results.directory));

    const again = await startBallotproof('check', results.directory, '--json').ended;
    // The sources may have been committed to meanwhile; everything else comes from the files.
    const { commit: _, reproduce: __, ...repeated } = JSON.parse(again.stdout) as Record<string, unknown>;
    expect(results).toMatchObject(repeated);
    const bare = await startBallotproof('check', join(results.directory, 'history.jsonl')).ended;
    expect([bare.status, bare.stdout]).toEqual([0, expect.stringContaining('Not judged')]);
  });

  test('whose nodes answer reads from their own state is convicted, with key and nodes named', async () => {
    const { status, stdout } = await run(
      '--reads',
      'local',
      '--nemesis',
      'partition',
      '--seed',
      '3',
      '--time-limit',
      '15',
      '--nemesis-interval',
      '5',
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^INVALID: linearizability: Key "r\d+" is not linearizable: read \S+ by process \d+ on n\d/);
  });

  test('in which nothing happens is unknown, and says why', async () => {
    const idle = await run(
      '--nodes',
      '3',
      '--rate',
      '0',
      '--nemesis',
      'pause',
      '--time-limit',
      '2',
      '--nemesis-interval',
      '2',
    );
    expect([idle.status, idle.stdout]).toEqual([2, expect.stringContaining('no operation was issued')]);
    const calm = await run('--nodes', '3', '--nemesis', 'none', '--time-limit', '3');
    expect([calm.status, calm.stdout]).toEqual([2, expect.stringContaining('no fault was asked for')]);
  });

  test('that is interrupted is healed, judged and cleaned up', async () => {
    const { child, ended } = startRun('--nodes', '3', '--seed', '7');
    await untilOpsAre(300);
    const nodes = owned();
    expect(nodes.filter(isAlive)).toHaveLength(3);
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    expect([status, stdout]).toEqual([2, expect.stringContaining('interrupted: judged on what there is')]);
    expect(stdout).toContain('final reads (every key through every node) succeeded');
    expect(nodes.filter(isAlive)).toEqual([]);
  });

  test('whose controller is killed leaves a history that can be judged, and nodes that clean removes', async () => {
    const { child, ended } = startRun('--nodes', '3', '--seed', '7');
    await untilOpsAre(300);
    const nodes = owned();
    child.kill('SIGKILL');
    await ended;
    expect(nodes.some(isAlive)).toBe(true);
    const judged = await startBallotproof('check', join(store, 'latest')).ended;
    expect([judged.status, judged.stdout]).toEqual([
      2,
      expect.stringContaining('the run ended before the final reads'),
    ]);
    const cleaned = await startBallotproof('clean', '--store', store).ended;
    expect([cleaned.status, cleaned.stdout]).toEqual([0, expect.stringContaining('3 left-overs removed')]);
    expect(nodes.filter(isAlive)).toEqual([]);
  });
});

describe('wrong usage is one line on stderr and 254', () => {
  test.each([
    [['run', '--nodes', '10', '--phase1', '7', '--classic', '3', '--fast', '8'], 'L + R > N: 7 + 3 = 10 is not > 10'],
    [
      ['run', '--nodes', '10', '--phase1', '8', '--classic', '3', '--fast', '6'],
      'L + 2F > 2N: 8 + 2*6 = 20 is not > 20',
    ],
    [['run', '--quorums', '/nowhere.json'], '--quorums /nowhere.json: there is no such file'],
    [['run', '--quorums', '{"system":"gird"}'], 'unknown quorum system "gird"; did you mean "grid"?'],
    [['run', 'registr'], 'did you mean "register"?'],
    [['run', '--sed', '7'], "unknown option '--sed' (Did you mean --seed?)"],
    [['check', '/nowhere'], 'there is no /nowhere'],
    [['rnu'], "unknown command 'rnu'"],
    [[], 'name a command'],
  ])('%j', async (args, line) => {
    const { status, stdout, stderr } = await startBallotproof(...args).ended;
    expect([status, stdout]).toEqual([254, '']);
    expect(stderr).toContain(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('help ends with an example that can be pasted', async () => {
  const { status, stdout } = await startBallotproof('run', '--help').ended;
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^Example: ballotproof run register /);
});
