import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { historyOf } from './history-of.ts';
import { randomHistory } from './random-history.ts';
import { readHistory } from './read-history.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'history-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function fileOf(text: string | Uint8Array): Promise<string> {
  const file = join(directory, 'history.jsonl');
  await writeFile(file, text);
  return file;
}

const ops = historyOf('1 invoke write 3\n1 ok write 3\n2 invoke read');
const lines = ops.map((op) => `${JSON.stringify(op)}\n`);

test('what was written is read back', async () => {
  expect(await readHistory(await fileOf(lines.join('')))).toEqual({ ops, tornTail: false });
});

test('a history longer than one chunk of the file is read back', async () => {
  const long = randomHistory({ seed: 7, clients: 5, keys: 3, operations: 2000, values: 'unique', crashPercent: 2 });
  const file = await fileOf(long.map((op) => `${JSON.stringify(op)}\n`).join(''));
  expect((await readHistory(file)).ops).toEqual(JSON.parse(JSON.stringify(long)));
});

test('an empty file is an empty history', async () => {
  expect(await readHistory(await fileOf(''))).toEqual({ ops: [], tornTail: false });
});

test.each([
  ['without its newline', lines.join('').slice(0, -1)],
  ['cut in the middle', lines.join('').slice(0, -20)],
  ['cut inside a character', Buffer.from(`${lines.join('').slice(0, -20)}é`).subarray(0, -1)],
  ['cut in the middle, with a newline', `${lines.join('').slice(0, -20)}\n`],
])('a last line %s is left out, and said to be', async (_how, text) => {
  expect(await readHistory(await fileOf(text))).toEqual({ ops: ops.slice(0, 2), tornTail: true });
});

test.each([
  ['cut JSON before the end', `{"index":\n${lines[0]}`, 1, 'expected one JSON object'],
  ['no object', '[]\n', 1, 'expected one JSON object'],
  [
    'a number that would be rounded',
    edited({ value: 'LARGE' }).replace('"LARGE"', '[9007199254740993]'),
    1,
    'expected whole numbers between -(2^53 - 1) and 2^53 - 1, which are exact',
  ],
  [
    'nesting without an end',
    edited({ value: 'DEEP' }).replace('"DEEP"', '['.repeat(1_000_000)).repeat(2),
    1,
    'expected at most 100 levels of nesting',
  ],
  ['a gap in the indices', `${lines[0]}${lines[2]}`, 2, 'expected "index": 1, one more than on the line before'],
  ['a process that is none', edited({ process: -1 }), 1, 'expected "process": a whole number from 0, or "nemesis"'],
  ['an unknown type', edited({ type: 'done' }), 1, 'expected "type": "invoke", "ok", "fail" or "info"'],
  ['no f', edited({ f: undefined }), 1, 'expected "f": a string'],
  ['no value', edited({ value: undefined }), 1, 'expected "value": any JSON'],
  ['a time before the run', edited({ timeNs: -1 }), 1, 'expected "timeNs": nanoseconds from 0'],
  ['a key that is an object', edited({ key: {} }), 1, 'expected "key": a string or a number'],
  ['an error that is no text', edited({ error: 1 }), 1, 'expected "error": a string'],
  ['a node that is no text', edited({ node: 1 }), 1, 'expected "node": a string'],
  ['final that is no truth value', edited({ final: 1 }), 1, 'expected "final": true or false'],
])('%s is refused with file, line and what was expected', async (_what, text, line, message) => {
  const file = await fileOf(text);
  const start = `${file}:${line}:1: ${message}, found `;
  await expect(readHistory(file)).rejects.toMatchObject({
    code: 'HISTORY_MALFORMED',
    line,
    message: expect.stringContaining(start),
  });
});

test('a file that is not there is unreadable', async () => {
  await expect(readHistory(join(directory, 'none'))).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE', line: null });
});

function edited(fields: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ ...ops[0], ...fields })}\n`;
}
