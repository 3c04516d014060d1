import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
    ['bank.edn', 'wrong-total'],
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

  test('has no picture where there is a page alone, which is said', async () => {
    const { status, stdout } = await check(join(examples, 'bank.edn'), '--html', inside('bank.svg'));
    expect([status, stdout]).toEqual([1, expect.stringContaining('such a violation has a page and no picture')]);
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

describe('a file for what is wrong', () => {
  test.each([
    ['none is written', [join(examples, 'queues-by-key.json')], 0],
    ['none is written where nothing is known', [join(examples, 'stale-read.jsonl'), '--model', 'long-fork'], 2],
  ])('%s without a violation, which is said', async (_what, args, status) => {
    const html = inside('none.html');
    const ended = await check(...args, '--html', html);
    expect([ended.status, ended.stdout]).toEqual([
      status,
      expect.stringContaining('--html: nothing was written, because no violation was found.\n'),
    ]);
    expect(existsSync(html)).toBe(false);
  });

  test('that is older is said to be older', async () => {
    const minimal = inside('old.jsonl');
    writeFileSync(minimal, 'old');
    const { stdout } = await check(join(examples, 'queues-by-key.json'), '--minimal', minimal);
    expect(stdout).toContain(`--minimal: nothing was written, because no violation was found; ${minimal} is older`);
    expect(readFileSync(minimal, 'utf8')).toBe('old');
  });

  test('is told on stderr where stdout is JSON', async () => {
    const { stdout, stderr } = await check(
      join(examples, 'queues-by-key.json'),
      '--json',
      '--html',
      inside('none.html'),
    );
    expect([stdout.trimEnd().split('\n').length, stderr]).toEqual([1, expect.stringContaining('nothing was written')]);
  });

  test('that cannot be written is refused before the check', async () => {
    mkdirSync(inside('directory'));
    for (const place of [inside(join('no', 'such', 'place.html')), inside('directory')])
      for (const flag of ['--html', '--minimal']) {
        const { status, stdout, stderr } = await check(join(examples, 'stale-read.jsonl'), flag, place);
        expect([status, stdout, stderr]).toEqual([254, '', expect.stringMatching(new RegExp(`^${flag}: .+\n$`))]);
      }
  });

  test('that turns out to be full does not keep the verdict back', async () => {
    const { status, stdout, stderr } = await check(join(examples, 'stale-read.jsonl'), '--html', '/dev/full');
    expect([status, stdout, stderr]).toEqual([
      254,
      expect.stringContaining('INVALID as register'),
      expect.stringContaining('--html: /dev/full cannot be written.'),
    ]);
  });

  test('is never the history itself, by whatever name, and two files are two', async () => {
    const [history, link] = [inside('precious.jsonl'), inside('link.jsonl')];
    const content = readFileSync(join(examples, 'stale-read.jsonl'), 'utf8');
    writeFileSync(history, content);
    symlinkSync(history, link);
    for (const args of [
      ['--minimal', history],
      ['--minimal', link],
      ['--html', history],
      ['--html', inside('one'), '--minimal', inside('one')],
    ]) {
      expect(await check(history, ...args)).toMatchObject({
        status: 254,
        stdout: '',
        stderr: expect.stringMatching(/Name (another file|two files)/),
      });
    }
    expect(readFileSync(history, 'utf8')).toBe(content);
  });
});
