import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeInputs, encodeInputFrame, lineSeparator, mutants } from '#cluster-node';
import { shrinkNearRun } from '../cli/simulation/shrink-near-run.ts';
import { startBallotproof } from '../cli/testing/start-ballotproof.ts';
import { SystemClock } from '../environments/system-clock.ts';
import { type RunFiles, runFiles } from '../run-store.ts';
import type { Shrunk } from '../shrink/shrink.ts';
import { readPlan } from '../stored-run.ts';
import { replayRun } from './replay-run.ts';
import { replayText } from './replay-text.ts';

let store: string;
beforeAll(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-replay-run-'));
});
afterAll(() => {
  rmSync(store, { recursive: true, force: true });
});

async function tortured(...asked: readonly string[]): Promise<RunFiles> {
  const place = ['--environment', 'process', '--store', store, '--time-limit', '5', '--nemesis-interval', '1.5'];
  await startBallotproof('run', 'register', ...place, '--nodes', '3', ...asked).ended;
  return runFiles(join(store, 'latest'));
}

/** Writes the file once more, in one sound frame, with `change` made to its text. */
function rewrite(file: string, change: (text: string) => string): void {
  const lines: string[] = [];
  const bytes = readFileSync(file);
  for (let at = 0; at < bytes.length; at += 8 + bytes.readUInt32BE(at)) {
    lines.push(...bytes.toString('utf8', at + 8, at + 8 + bytes.readUInt32BE(at)).split(lineSeparator));
  }
  const text = lines.join(lineSeparator);
  expect(change(text)).not.toBe(text);
  writeFileSync(file, encodeInputFrame(change(text).split(lineSeparator)));
}

describe('a run with kills and pauses on processes', () => {
  let files: RunFiles;
  beforeAll(async () => {
    files = await tortured('--seed', '7', '--nemesis', 'kill,pause');
  });

  test('is replayed bit for bit, every life of every node', () => {
    const replay = replayRun(files, readPlan(files));
    expect(replay.isSame, replayText(replay)).toBe(true);
    const lives = replay.nodes.flatMap((node) => node.lives);
    expect(lives.length).toBeGreaterThan(3);
    for (const { lives: ofNode } of replay.nodes) expect(ofNode.at(-1)).toMatchObject({ end: 'whole' });
    // the inputs of a life's last 50 ms are lost with it: on a busy machine a life may be no longer than that
    for (const { lives: ofNode } of replay.nodes) expect(ofNode.some(({ steps }) => steps > 0)).toBe(true);
    const compared = lives.reduce((sum, { traceEvents }) => sum + traceEvents, 0);
    expect(compared).toBeGreaterThan(500);
  });

  test('is replayed from the command line', async () => {
    const { status, stdout } = await startBallotproof('replay', files.directory).ended;
    expect([status, stdout]).toEqual([0, expect.stringContaining('every node did the same once more, bit for bit')]);
  });

  test('differs under rules that the nodes did not have', () => {
    const replay = replayRun(files, readPlan(files), mutants.get('amnesia')?.rules);
    expect(replay.isSame).toBe(false);
    expect(replayText(replay)).toContain('DIFFERS at step 0, in its journal');
  });

  test('differs when the commands that a node was given have one character more', () => {
    const directory = join(files.nodes, 'n1', 'data', 'inputs');
    const [last = ''] = readdirSync(directory).toSorted((one, other) => Number(other) - Number(one));
    const file = join(directory, last);
    const before = readFileSync(file);
    rewrite(file, (text) => text.replaceAll('"command","value":"[', '"command","value":" ['));
    expect(decodeInputs(readFileSync(file))?.end).toBe('whole');
    const replay = replayRun(files, readPlan(files));
    writeFileSync(file, before);
    expect(replay.isSame).toBe(false);
    const text = replayText(replay);
    expect(text).toMatch(/n1, life \d+: [\s\S]*DIFFERS at step \d+[\s\S]*recorded: [\s\S]*replayed: /);
  });

  test('cannot be replayed without its inputs', () => {
    const directory = join(files.nodes, 'n2', 'data', 'inputs');
    rmSync(join(directory, '1'));
    const replay = replayRun(files, readPlan(files));
    expect(replay.isSame).toBe(false);
    expect(replayText(replay)).toContain('n2: the inputs of its life 1 are missing');
  });
});

test('a run of a broken protocol is replayed with that, and its failure becomes a few events of the simulator', async () => {
  const files = await tortured('--seed', '8', '--nemesis', 'kill', '--mutant', 'amnesia', '--rate', '50');
  const replay = replayRun(files, readPlan(files));
  expect(replay.isSame, replayText(replay)).toBe(true);

  const { status, stdout } = await startBallotproof('shrink', files.directory, '--json', '--store', store).ended;
  const shrunk = JSON.parse(stdout) as Pick<Shrunk, 'scenario' | 'outcome' | 'violation'>;
  expect([status, shrunk.outcome.violation?.judge]).toEqual([1, 'regression']);
  expect(shrunk.scenario.because).toContain('from a run on process with seed 8');
  expect(shrunk.scenario.operations.length).toBeLessThanOrEqual(12);
  expect(shrunk.scenario.faults.length).toBeLessThanOrEqual(6);

  // what is left of the first scenario near the run may be large, and that of the next small
  const seeds: number[] = [];
  const { signal: stop } = new AbortController();
  const request = { directory: files.directory, clock: new SystemClock(), timeLimitMs: 600_000, stop };
  const found = await shrinkNearRun({ ...request, observe: () => undefined }, async (scenario) => {
    seeds.push(scenario.seed);
    const left = { ...scenario, faults: [], operations: scenario.operations.slice(0, seeds.length === 1 ? 13 : 12) };
    return { ...shrunk, scenario: left, runs: 1, isMinimal: true };
  });
  expect(seeds[1]).toBeGreaterThan(seeds[0] ?? 0);
  expect([seeds.length, found?.shrunk.scenario.operations.length]).toEqual([2, 12]);

  // a node that raised an alarm is as good a reason, and a run to which nobody objects is none
  const shrinkWith = async (findings: readonly object[]): Promise<readonly [number | null, string]> => {
    writeFileSync(files.results, JSON.stringify({ findings }));
    const ended = await startBallotproof('shrink', files.directory, '--store', store).ended;
    return [ended.status, ended.stderr];
  };
  expect(await shrinkWith([{ row: 'alarm in a node', sentence: 'n1 raised an alarm' }])).toEqual([
    1,
    expect.any(String),
  ]);
  const [refused, line] = await shrinkWith([{ row: 'no operation succeeded', sentence: 'none of 5 succeeded' }]);
  expect([refused, line]).toEqual([254, expect.stringMatching(/^neither a checker objects to .+\.\n$/)]);
});
