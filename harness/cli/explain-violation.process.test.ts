import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateRegisters, jsonLines } from '#checker';
import { type Ended, startBallotproof } from './testing/start-ballotproof.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples', 'histories');

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-explain-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const inside = (name: string): string => join(directory, name);
const check = (...args: readonly string[]): Promise<Ended> => startBallotproof('check', ...args).ended;

describe('a violation', () => {
  test.each([
    ['stale-read.jsonl', '<svg'],
    ['write-skew.edn', 'G2-item'],
    ['sessions.txt', 'commit-cycle'],
  ])('in %s is drawn, and its minimal history is a violation too', async (name, drawn) => {
    const [html, minimal] = [inside(`${name}.html`), inside(`${name}.minimal`)];
    const { status, stdout } = await check(join(examples, name), '--html', html, '--minimal', minimal);
    expect([status, stdout]).toEqual([1, expect.stringContaining(`Drawn: ${html}\nMinimal history: ${minimal}\n`)]);
    expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(html, 'utf8')).toContain(drawn);
    const again = await check(minimal);
    expect([again.status, again.stdout.split('\n')[0]]).toEqual([1, stdout.split('\n')[0]]);
  });

  test('is drawn as a picture alone where the file is named so', async () => {
    const svg = inside('picture.svg');
    await check(join(examples, 'stale-read.jsonl'), '--html', svg);
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  });

  test('is explained as data by --json', async () => {
    const { stdout } = await check(join(examples, 'stale-read.jsonl'), '--json');
    const { verdict } = JSON.parse(stdout) as { verdict: { explanations: unknown[] } };
    expect(verdict.explanations).toEqual([expect.objectContaining({ kind: 'linearizability', proof: 'core' })]);
  });

  test('among 100 000 operations is shown by ten at most', async () => {
    const table = generateRegisters({
      seed: 3,
      operations: 100_000,
      clients: 20,
      keys: 1,
      values: 'unique',
      crashPercent: 1,
      hasStaleRead: true,
    });
    const [history, minimal] = [inside('long.jsonl'), inside('long.minimal.jsonl')];
    writeFileSync(history, [...jsonLines(table)].join(''));
    expect((await check(history, '--minimal', minimal)).status).toBe(1);
    const invocations = readFileSync(minimal, 'utf8').match(/"type":"invoke"/g) ?? [];
    expect(invocations.length).toBeGreaterThan(1);
    expect(invocations.length).toBeLessThanOrEqual(10);
    expect((await check(minimal)).status).toBe(1);
  });
});

test('what is right leaves no file', async () => {
  const html = inside('none.html');
  const { status, stdout } = await check(join(examples, 'queues-by-key.json'), '--html', html);
  expect([status, stdout]).toEqual([0, expect.not.stringContaining('Drawn')]);
  expect(() => readFileSync(html)).toThrow(/ENOENT/);
});

test('a place that cannot be written is one line and wrong usage', async () => {
  const html = inside(join('no', 'such', 'place.html'));
  const { status, stderr } = await check(join(examples, 'stale-read.jsonl'), '--html', html);
  expect([status, stderr.trimEnd().split('\n').length, stderr]).toEqual([254, 1, expect.stringContaining('--html')]);
});
