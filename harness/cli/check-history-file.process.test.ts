import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, startBallotproof } from './testing/start-ballotproof.ts';

const examples = join(import.meta.dirname, '..', '..', 'examples', 'histories');
const example = (name: string): string => join(examples, name);

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-check-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A file with that content, however short its life. */
function fileOf(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const check = (...args: readonly string[]): Promise<Ended> => startBallotproof('check', ...args).ended;

const event = (process: number, type: string, f: string, value: unknown): string =>
  `${JSON.stringify({ process, type, f, value })}\n`;
const added = [1, 2].map((value) => event(0, 'invoke', 'add', value) + event(0, 'ok', 'add', value)).join('');
const addedAndRead = `${added}${event(1, 'invoke', 'read', null)}${event(1, 'ok', 'read', [1])}`;
const transactions = (...values: readonly unknown[]): string =>
  values.map((value, process) => event(process, 'invoke', 'txn', value) + event(process, 'ok', 'txn', value)).join('');

describe('a history alone', () => {
  test.each([
    ['stale-read.jsonl', 1, 'INVALID as register\n'],
    ['write-skew.edn', 1, 'INVALID as list-append\n  - G2-item: 1 case.\n'],
    ['bank.edn', 1, 'INVALID as bank\n'],
    ['sessions.txt', 1, 'break causal-cerone and serializable. Kept: read-committed, read-atomic.\n'],
    ['queues-by-key.json', 0, 'VALID as fifo-queue\n  - 3 operations in 2 parts'],
  ])('%s is judged as what its functions tell', async (name, status, words) => {
    const { stdout, stderr, ...ended } = await check(example(name));
    expect([ended.status, stderr, stdout]).toEqual([status, '', expect.stringContaining(words)]);
  });

  test.each([
    ['--model', ['stale-read.jsonl', '--model', 'long-fork'], 2, 'Nothing was observed that could be judged.'],
    [
      '--consistency',
      ['write-skew.edn', '--consistency', 'snapshot-isolation'],
      0,
      'no anomaly that snapshot-isolation',
    ],
    ['--consistency of sessions', ['sessions.txt', '--consistency', 'read-atomic'], 0, 'keep read-atomic'],
    ['a level that cannot be decided', ['write-skew.edn', '--consistency', 'PRAM'], 2, 'cannot be decided'],
    ['--initial of a bank', ['bank.edn', '--initial', '{"0": 10, "1": 7}'], 1, '"total":20'],
    ['--format', ['stale-read.jsonl', '--format', 'json'], 1, 'read as json'],
    ['--by-key', ['queues-by-key.json', '--by-key'], 0, 'in 2 parts'],
    ['limits that suffice', ['bank.edn', '--time-limit', '30', '--memory', '256'], 1, 'INVALID as bank'],
  ])('%s is heeded', async (_what, [name = '', ...flags], status, words) => {
    const { stdout, ...ended } = await check(example(name), ...flags);
    expect([ended.status, stdout]).toEqual([status, expect.stringContaining(words)]);
  });

  test('--initial says what registers hold before anybody writes', async () => {
    const path = fileOf('registers.jsonl', transactions([['read', 'x', 5]]));
    expect((await check(path, '--model', 'multi-register')).status).toBe(1);
    expect((await check(path, '--model', 'multi-register', '--initial', '{"x": 5}')).status).toBe(0);
  });

  test('--unwritten-reads says whether what nobody wrote may be read', async () => {
    const path = fileOf('rubbish.jsonl', transactions([['w', 'x', 1]], [['r', 'x', 7]]));
    expect(await check(path)).toMatchObject({ status: 0, stdout: expect.stringContaining('possible-initial-read') });
    const strict = await check(path, '--unwritten-reads', 'garbage-read');
    expect(strict).toMatchObject({ status: 1, stdout: expect.stringContaining('garbage-read: 1 case.') });
    expect((await check(path, '--unwritten-reads', 'ignored')).status).toBe(0);
  });

  test.each([
    ['--linearizable-keys', []],
    ['--sequential-keys', []],
    ['--wfr-keys', [['r', 'x', 1]]],
  ])('%s orders the versions of registers, and other models do not take it', async (flag, reads) => {
    const done = (process: number, value: unknown): string =>
      event(process, 'invoke', 'txn', value) + event(process, 'ok', 'txn', value);
    const r = (key: string, value: number): unknown => ['r', key, value];
    const w = (key: string, value: number): unknown => ['w', key, value];
    const old = done(0, [w('x', 1)]);
    const path = fileOf(
      'half.jsonl',
      old + done(0, [...reads, w('x', 2), w('y', 2)]) + done(1, [r('x', 1), r('y', 2)]),
    );
    expect((await check(path, '--consistency', 'serializable')).status).toBe(0);
    expect((await check(path, '--consistency', 'serializable', flag)).status).toBe(1);
    expect(await check(example('write-skew.edn'), flag)).toMatchObject({
      status: 254,
      stderr: expect.stringMatching(/^.*are about registers, and the model is list-append\n$/),
    });
  });

  test('--json has the verdict, and details under the names of the checker that it is after', async () => {
    const { status, stdout } = await check(example('bank.edn'), '--json');
    expect([status, JSON.parse(stdout)]).toMatchObject([
      1,
      {
        version: 2,
        verdict: { kind: 'invalid', model: 'bank', details: { 'valid?': false, 'error-count': 1 } },
        file: { format: 'edn', events: 6, hasRealTime: true, operations: { ok: 3, fail: 0, info: 0 } },
      },
    ]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a set is one of several things, which the checker is told by name', async () => {
    const path = fileOf('set.jsonl', addedAndRead);
    expect(await check(path)).toMatchObject({
      status: 254,
      stderr: expect.stringContaining('name one: set, set-full'),
    });
    for (const model of ['set', 'set-full', 'jepsen-set']) expect((await check(path, '--model', model)).status).toBe(1);
  });

  test('may be packed, and may have no events', async () => {
    expect((await check(fileOf('set.jsonl.gz', gzipSync(addedAndRead)), '--model', 'set')).status).toBe(1);
    expect((await check(fileOf('none.edn', '[]'))).stdout).toContain('this shows nothing about the system');
  });
});

describe('what makes no sense is one line on stderr and 254', () => {
  test.each([
    [['stale-read.jsonl', '--model', 'stak'], 'unknown model "stak"; did you mean "stack"? There are list-append, '],
    [['stale-read.jsonl', '--format', 'jsno'], '--format "jsno" is unknown; did you mean "jsonl"? Known: auto, jsonl'],
    [['write-skew.edn', '--consistency', 'serialisable'], 'did you mean "serializable"?'],
    [['stale-read.jsonl', '--consistency', 'serializable'], 'only transactions are held to a consistency'],
    [['sessions.txt', '--consistency', 'strict-serializable'], 'tells no real time'],
    [['sessions.txt', '--model', 'register'], 'tells no real time'],
    [['stale-read.jsonl', '--by-key'], 'expected a pair of a key and a value'],
    [['stale-read.jsonl', '--initial', '{"x": 1}'], 'can be told of multi-register and bank'],
    [['bank.edn', '--initial', 'ten'], '--initial takes what'],
    [['bank.edn', '--initial', '{"0": "ten"}'], 'account "0" of a bank holds a number'],
    [['bank.edn', '--unwritten-reads', 'maybe'], '--unwritten-reads "maybe" is unknown'],
    [['bank.edn', '--time-limit', '0'], '--time-limit takes a number of seconds from 0.001'],
    [['bank.edn', '--memory', '1'], '--memory takes a whole number from 64'],
    [['bank.edn', '--modle', 'bank'], "unknown option '--modle' (Did you mean --model?)"],
    [['bank.edn', '--model', 'list-append'], 'a transaction is a list of micro-operations'],
    [['bank.edn', '--format', 'jsonl'], 'bank.edn:1:'],
    [['nowhere.edn'], 'nowhere.edn'],
  ])('%j', async ([name = '', ...flags], line) => {
    const { status, stdout, stderr } = await check(example(name), ...flags);
    expect([status, stdout, stderr]).toEqual([254, '', expect.stringContaining(line)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a directory is taken for a run, whose plan says what it is of', async () => {
    expect(await check(directory, '--model', 'set')).toMatchObject({
      status: 254,
      stderr: expect.stringContaining('--model is for a file with a history'),
    });
    expect((await check(directory)).status).toBe(254);
  });

  test('an empty file, and one that is no text, hold no history', async () => {
    expect(await check(fileOf('empty.edn', ''))).toMatchObject({
      status: 254,
      stderr: expect.stringContaining('expected events, found an empty file'),
    });
    expect(await check(fileOf('noise', Uint8Array.of(0xff, 0xfe, 0x00, 0x80)))).toMatchObject({
      status: 254,
      stderr: expect.stringMatching(/^.+\n$/),
    });
  });
});

test('help names every model and form, and ends with an example that can be pasted', async () => {
  const { status, stdout } = await check('--help');
  expect(status).toBe(0);
  for (const word of ['list-append', 'set-full', 'priority-queue', 'jepsen-log', 'read-atomic']) {
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(word);
  }
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const [, args = ''] = /^Example: ballotproof check (.+)$/.exec(last) ?? [];
  expect((await check(...args.split(' '))).status).toBe(1);
});
