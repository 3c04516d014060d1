import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { examineQuorums } from '#quorums';
import type { CheckReport } from '../../quorum-report/check-report.ts';
import type { Comparison } from '../../quorum-report/comparison.ts';
import type { SettingsList } from '../../quorum-report/settings-list.ts';
import { main } from '../main.ts';

const examples = join(import.meta.dirname, '..', '..', '..', 'examples');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-quorum-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(value: unknown): string {
  const path = join(directory, 'given.json');
  writeFileSync(path, JSON.stringify(value));
  return path;
}

type Ended = Readonly<{ status: number; stdout: string; stderr: string }>;

async function quorum(...args: readonly string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += String(chunk);
      return true;
    });
  }
  try {
    return { status: await main(['quorum', ...args]), ...written };
  } finally {
    vi.restoreAllMocks();
  }
}

describe('quorum check', () => {
  test.each([
    ['10/8/3/7', 0, 'SAFE: N=10 L=8 R=3 F=7'],
    ['10/6/5', 0, 'SAFE: N=10 L=6 R=5'],
    ['10/8/3/6', 1, 'UNSAFE: N=10 L=8 R=3 F=6'],
    ['{"system":"majority","nodes":5}', 0, 'SAFE: N=5 L=3 R=3 F=4 (majority'],
  ])('of %s ends with %d and answers in the first line', async (asked, status, first) => {
    const ended = await quorum('check', asked);
    expect([ended.status, ended.stdout.split('\n')[0], ended.stderr]).toEqual([
      status,
      expect.stringContaining(first),
      '',
    ]);
  });

  test('ends as the examination does, for any sizes', async () => {
    const sizes = fc.integer({ min: 1, max: 6 }).chain((nodes) => {
      const size = fc.integer({ min: 1, max: nodes });
      return fc.tuple(fc.constant(nodes), size, size, size);
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ([nodes, phase1, classic, fast]) => {
        const { safety } = examineQuorums({ kind: 'cardinality', nodes, phase1, classic, fast });
        const { status } = await quorum('check', [nodes, phase1, classic, fast].join('/'));
        expect(status).toBe(safety === 'safe' ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  test("takes sizes, and Lamport's form", async () => {
    const sizes = await quorum('check', '--nodes', '10', '--phase1', '6', '--classic', '6', '--fast', '8');
    const crashes = await quorum('check', '--nodes', '10', '--eF', '2', '--eC', '4');
    expect([sizes.status, crashes]).toEqual([0, sizes]);
  });

  test('takes a file by --quorums too, as runs do', async () => {
    const grid = join(examples, 'grid-2x3.json');
    expect(await quorum('check', '--quorums', grid)).toEqual(await quorum('check', grid));
  });

  test('as data says all, by the names of nodes', async () => {
    const { stdout } = await quorum('check', join(examples, 'weights-2-1-1.json'), '--json', '--failure', '0.1');
    const report = JSON.parse(stdout) as CheckReport;
    expect(report).toMatchObject({
      version: 1,
      safety: 'safe',
      witness: null,
      price: { circumstances: { failure: 0.1 } },
    });
    expect(report.price?.paths.fast).toMatchObject({ crashesSurvived: 0, stoppedBy: ['big'] });
  });

  test('with a table of delays tells milliseconds', async () => {
    const nodes = ['n1', 'n2', 'n3'];
    const ms = nodes.map((from) => nodes.map((to) => (from === to ? 0 : 5)));
    const { stdout } = await quorum('check', '3/2/2/3', '--latency', file({ nodes, ms, clients: ['n2'] }));
    expect(stdout).toMatch(/fast path +8 +2 +3 +10\.00 +10\.00/);
    expect(stdout).toMatch(/classic path +7 +4 +2 +20\.00 +20\.00/);
  });

  test('counts the failure of zones where it is asked to', async () => {
    const zones = join(examples, 'three-zones.json');
    const available = async (...args: readonly string[]): Promise<number> => {
      const { price } = JSON.parse((await quorum('check', zones, '--json', ...args)).stdout) as CheckReport;
      return price?.paths.classic?.available ?? NaN;
    };
    expect(await available('--zone-failure', '0.01')).toBeLessThan(await available());
  });

  test('of rounds with quorums of their own names the rounds that do not meet', async () => {
    const sets = (phase1: readonly string[][], classic: readonly string[][]): object => ({
      system: 'explicit',
      nodes: ['a', 'b', 'c', 'd'],
      phase1,
      classic,
    });
    const first = sets([['a']], [['a', 'b']]);
    const safe = await quorum('check', file({ system: 'per-round', rounds: [first, sets([['b']], [['c', 'd']])] }));
    expect([safe.status, safe.stdout.split(':')[0]]).toEqual([0, 'SAFE']);
    const unsafe = await quorum('check', file({ system: 'per-round', rounds: [first, sets([['c']], [['c', 'd']])] }));
    expect(unsafe.status).toBe(1);
    expect(unsafe.stdout).toContain('Against "phase 1 of round 2 meets every classic quorum of round 1":');
  });

  test('draws', async () => {
    const path = join(directory, 'quorums.svg');
    expect((await quorum('check', '10/8/3/7', '--svg', path)).status).toBe(0);
    expect(readFileSync(path, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  test('of too few steps is undecided', async () => {
    const { status, stdout } = await quorum('check', join(examples, 'explicit.json'), '--steps', '1');
    expect([status, stdout.split(':')[0]]).toEqual([2, 'UNDECIDED']);
  });
});

describe('quorum list', () => {
  test('begins with the recommended setting', async () => {
    const { status, stdout } = await quorum('list', '10');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Recommended: N=10 L=7 R=4 F=7')]);
    const list = JSON.parse((await quorum('list', '10', '--json', '--all')).stdout) as SettingsList;
    expect([list.version, list.settings.length, list.settings[0]?.text]).toEqual([1, 205, 'N=10 L=7 R=4 F=7']);
  });
});

describe('quorum compare', () => {
  test('sets two systems side by side, and ends with 1 when one is unsafe', async () => {
    const safe = await quorum('compare', '6/4/3/5', join(examples, 'grid-2x3.json'));
    expect([safe.status, safe.stdout]).toEqual([0, expect.stringContaining('A trade.')]);
    const unsafe = await quorum('compare', '10/8/3/6', '10/8/3/7', '--json');
    const { sentence } = JSON.parse(unsafe.stdout) as Comparison;
    expect([unsafe.status, sentence]).toEqual([1, expect.stringContaining('A is unsafe')]);
  });
});

describe('wrong usage ends with 254, one line and nothing else:', () => {
  test.each([
    [['check']],
    [['check', '10/8']],
    [['check', '5/3/3/6']],
    [['check', '5/3/3/4', '--fast', '4']],
    [['check', '--nodes', '5', '--phase1', '3']],
    [['check', '--nodes', '5', '--eF', '1']],
    [['check', '--nodes', '5', '--eF', '1', '--eC', '5']],
    [['check', '--nodes', '5', '--eF', '1', '--eC', '2', '--fast', '4']],
    [['check', 'no-such-file.json']],
    [['check', '']],
    [['check', '5/3/3/4', '--quorums', 'examples/grid-2x3.json']],
    [['check', '5/3/3/4', '--failure', '2']],
    [['check', '5/3/3/4', '--zone-failure', '0.1']],
    [['check', '5/3/3/4', '--latency', 'no-such-file.json']],
    [['check', '5/3/3/4', '--steps', '0']],
    [['check', '5/3/3/4', '--svg', '/no/such/directory/quorums.svg']],
    [['check', '{"system":"explicit","nodes":["a"],"phase1":[["b"]],"classic":[["a"]]}']],
    [['check', '{"system":"weighted","weights":[1,1],"phase1":3,"classic":1}']],
    [['check', '{"system":"per-round","rounds":[]}']],
    [['check', '{"system":"per-round","rounds":[{"system":"majority","nodes":3},{"system":"majority","nodes":5}]}']],
    [['list']],
    [['list', 'ten']],
    [['list', '32']],
    [['list', '5', '--prefer', 'speed']],
    [['list', '5', '--classic-only', '--prefer', 'fast-latency']],
    [['compare', '5/3/3/4']],
    [['compare', '5/3/3/4', '{"system":"per-round","rounds":[{"system":"majority","nodes":3}]}']],
  ])('%j', async (args) => {
    const { status, stdout, stderr } = await quorum(...args);
    expect({ status, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ status: 254, stdout: '', lines: 1 });
  });
});

test.each(['check', 'list', 'compare'])('the help of quorum %s ends with an example', async (command) => {
  const { status, stdout } = await quorum(command, '--help');
  expect([status, stdout]).toEqual([0, expect.stringContaining(`Example: ballotproof quorum ${command} `)]);
});
