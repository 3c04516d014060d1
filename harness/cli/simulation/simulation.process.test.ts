import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HuntReport } from '../../hunt/hunt-report.ts';
import { type Ended, startBallotproof } from '../testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-simulation-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<Ended> => startBallotproof(...args).ended;
const mutant = ['--mutant', 'no-k2a'];
const failing = (): Promise<Ended> =>
  run('hunt', ...mutant, '--seed', '1', '--seeds', '200', '--store', store, '--json', '--workers', '1');

describe('hunt', () => {
  test('of the correct protocol ends with 0, and says what never occurred', async () => {
    const { status, stdout, stderr } = await run('hunt', '--seed', '1', '--seeds', '4', '--store', store);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^VALID: 4 seeds from 1, 0 of them failed\n/);
    expect(stdout).toContain('What never occurred:');
    expect(stderr).toMatch(/4 seeds, [\d.]+ s simulated, \d+ events\/s, \d+ of \d+ situations, 0 failed\n$/);
    expect(readdirSync(store)).toEqual([]);
  });

  test('of a broken one ends with 1, and its failure is replayed, differs when it was another, and shrinks', async () => {
    const { status, stdout } = await failing();
    const report = JSON.parse(stdout) as HuntReport;
    const [failure] = report.failures;
    const directory = failure?.directory ?? '';
    expect([status, report.verdict, report.failures.length]).toEqual([1, 'invalid', 1]);
    expect(failure?.command).toContain(`npx ballotproof replay ${directory}`);

    const again = await run('replay', directory);
    expect([again.status, again.stdout]).toEqual([
      1,
      expect.stringContaining('As recorded: the same event, the same violation, the same hash.'),
    ]);
    const bySeed = await run('replay', String(failure?.seed), ...mutant, '--json');
    expect(JSON.parse(bySeed.stdout)).toMatchObject({ outcome: { hash: failure?.hash } });

    const file = join(store, 'small.json');
    const small = await run('shrink', directory, '--out', file, '--store', store, '--json');
    expect([small.status, JSON.parse(small.stdout)]).toEqual([1, expect.objectContaining({ file, isMinimal: true })]);
    expect(JSON.parse(small.stdout)).toMatchObject({ scenario: JSON.parse(readFileSync(file, 'utf8')) });
    const ofSmall = await run('replay', file, '--svg', join(store, 'small.svg'));
    expect([ofSmall.status, ofSmall.stdout]).toEqual([1, expect.stringContaining('VIOLATION of ')]);
    expect(readFileSync(join(store, 'small.svg'), 'utf8')).toContain('</svg>');

    const outcome = join(directory, 'outcome.json');
    writeFileSync(outcome, readFileSync(outcome, 'utf8').replace(failure?.hash ?? '?', '0000000000000000'));
    const other = await run('replay', directory);
    expect([other.status, other.stdout]).toEqual([2, expect.stringContaining('This commit differs: ')]);
  });

  test('that is interrupted tells what it has', async () => {
    const { child, ended } = startBallotproof('hunt', '--time-limit', '500', '--store', store);
    const heard = new Promise((resolve) => child.stderr?.once('data', resolve));
    await heard;
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ended;
    expect(stderr).toContain('stopping: what was found so far is told');
    expect([status, stdout]).toEqual([
      expect.toSatisfy((one) => one === 0 || one === 2),
      expect.stringMatching(/^(VALID|UNKNOWN): /),
    ]);
  });
});

describe('replay', () => {
  test('ends at an event, and shows what is about an instance', async () => {
    const { status, stdout } = await run(
      'replay',
      '7',
      '--nodes',
      '3',
      '--until',
      '800',
      '--around',
      '1',
      '--rows',
      '12',
    );
    expect(status).toBe(0);
    expect(stdout).toContain('No violation: 800 events');
    expect(stdout).toContain('left out; --rows shows more');
  });

  test('repeats a stored run of the simulator byte for byte, and says when something differs', async () => {
    const shape = ['--environment', 'sim', '--nodes', '3', '--seed', '5', '--nemesis', 'kill', '--time-limit', '5'];
    await run('run', 'register', ...shape, '--nemesis-interval', '4', '--store', store);
    const stored = join(store, 'latest');
    const same = await run('replay', stored);
    expect([same.status, same.stdout]).toEqual([0, expect.stringContaining('As recorded: the same history')]);
    const history = readFileSync(join(stored, 'history.jsonl'), 'utf8').split('\n');
    writeFileSync(join(stored, 'history.jsonl'), [...history.slice(0, 20), ...history.slice(21)].join('\n'));
    const other = await run('replay', stored);
    expect([other.status, other.stdout]).toEqual([
      2,
      expect.stringContaining('This commit differs: history.jsonl is another from line 21 on'),
    ]);
    const observations = join(stored, 'observations.json');
    const seen = JSON.parse(readFileSync(observations, 'utf8')) as object;
    writeFileSync(observations, JSON.stringify({ ...seen, isInterrupted: true }));
    const interrupted = await run('replay', stored);
    expect([interrupted.status, interrupted.stdout]).toEqual([
      2,
      expect.stringContaining('The run was interrupted then, and now it was not: history.jsonl'),
    ]);
  });

  test('draws what happens in a stored run of the simulator, about what is asked for, and ends it at an event', async () => {
    const shape = ['--environment', 'sim', '--nodes', '3', '--seed', '5', '--nemesis', 'partition,pause'];
    await run('run', 'register', ...shape, '--time-limit', '5', '--nemesis-interval', '2', '--store', store);
    const stored = join(store, 'latest');
    const all = await run('replay', stored, '--all', '--rows', '400');
    expect([all.status, all.stdout]).toEqual([0, expect.stringContaining('As recorded: the same history')]);
    expect(all.stdout).toMatch(/^\d+ rows before these are left out/);
    expect(all.stdout).toMatch(/heartbeat, round \d+ of n\d/);
    expect(all.stdout).not.toContain('crashes'); // as the nodes do when all is over

    const svg = join(store, 'instance.svg');
    const about = await run('replay', stored, '--around', '3', '--rows', '1000', '--svg', svg);
    expect([about.status, about.stdout]).toEqual([0, expect.stringContaining('As recorded: the same history')]);
    expect(about.stdout).toMatch(/ ★ .* CHOSEN in instance 3: /);
    expect(about.stdout).toMatch(/ ! .* (is paused|cut off: )/);
    expect(about.stdout).toMatch(/ ! .* everything is healed$/m);
    expect(about.stdout).not.toMatch(/(2a|2b) .*instance 4: /);
    expect(readFileSync(svg, 'utf8')).toContain('CHOSEN in instance 3: ');

    const begin = await run('replay', stored, '--until', '300', '--rows', '1000');
    expect([begin.status, begin.stdout]).toEqual([
      0,
      expect.stringContaining('Ended after event 300, and so not judged'),
    ]);
    expect(begin.stdout).toMatch(/As recorded: the same \d+ lines of the history/);
    const events = begin.stdout.split('\n').map((line) => Number(/^ *\d+\.\d{3} +(\d+) /.exec(line)?.[1] ?? 0));
    expect(Math.max(...events)).toBeGreaterThan(290);
    expect(Math.max(...events)).toBeLessThanOrEqual(300);

    const history = join(stored, 'history.jsonl');
    writeFileSync(history, readFileSync(history, 'utf8').replace('"invoke"', '"fail"'));
    const other = await run('replay', stored, '--until', '300', '--json');
    expect([other.status, JSON.parse(other.stdout)]).toEqual([
      2,
      {
        version: 1,
        until: 300,
        objection: null,
        difference: expect.stringContaining('history.jsonl is another from line '),
      },
    ]);
    const unknown = await run('replay', stored, '--around', 'n9');
    expect([unknown.status, unknown.stderr]).toEqual([
      254,
      expect.stringContaining('or a node (n1, n2, n3), not "n9"'),
    ]);
  });
});

describe('what makes no sense is refused in one line', () => {
  test.each([
    ['a file that is not there', ['replay', 'nothing.json'], 'there is no nothing.json'],
    ['a scenario that is none', ['hunt', 'package.json'], 'package.json: the scenario has an unknown key "name"'],
    [
      'a mutant that there is not',
      ['hunt', '--mutant', 'no-k2b'],
      '--mutant "no-k2b" is unknown; did you mean "no-k2a"?',
    ],
    [
      'unsafe quorums',
      ['hunt', '--nodes', '3', '--phase1', '1', '--classic', '1'],
      'For a negative control add --unsafe-quorums.',
    ],
    [
      'an option beside a file',
      ['replay', 'testdata/directed/10-no-k2a.json', '--nodes', '3'],
      'says what --nodes would say',
    ],
    ['an instance that is none', ['replay', '7', '--around', 'soon'], '--around takes an instance'],
    [
      'a file in no folder',
      ['shrink', '7', '--out', '/nowhere/small.json'],
      '--out /nowhere/small.json: there is no folder',
    ],
    ['an environment that is none', ['shrink', '7', '--environment', 'cloud'], '--environment "cloud" is unknown'],
    ['no tries', ['shrink', '7', '--tries', '0'], '--tries takes a whole number from 1'],
    ['no time at all', ['shrink', '7', '--time-limit', '0'], '--time-limit takes a number of seconds from 0.001'],
  ])('%s', async (_what, args, message) => {
    const { status, stderr, stdout } = await run(...args);
    expect([status, stdout, stderr]).toEqual([254, '', expect.stringContaining(message)]);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});
