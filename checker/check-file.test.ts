import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkFile } from './check-file.ts';
import { randomHistory } from './history/random-history.ts';
import { tableOfOps } from './history/table-rows.ts';
import { jsonLines } from './history/write-table.ts';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'check-'));
  path = join(directory, 'history');
});
afterEach(() => rm(directory, { recursive: true }));

const event = (process: number, type: string, f: string, value = 'nil'): string =>
  `{:process ${process} :type :${type} :f :${f} :value ${value}}\n`;
const pushed = event(0, 'invoke', 'push', '1') + event(0, 'ok', 'push', '1') + event(0, 'invoke', 'pop');

test.each([
  ['stack', 'valid', `${pushed}${event(0, 'ok', 'pop', '1')}`],
  ['stack', 'invalid', `${pushed}${event(0, 'ok', 'pop', '2')}`],
  ['register', 'valid', event(0, 'invoke', 'write', '1') + event(0, 'fail', 'write', '1')],
  ['register', 'invalid', event(0, 'invoke', 'read') + event(0, 'ok', 'read', '5')],
  ['list-append', 'invalid', event(0, 'invoke', 'txn', '[[:r 1 nil]]') + event(0, 'ok', 'txn', '[[:r 1 [7]]]')],
])('a history that speaks of a %s is judged as one, and is %s', async (model, kind, text) => {
  await writeFile(path, text);
  const { verdict, file } = await checkFile(path);
  expect(verdict).toMatchObject({ model, kind });
  expect(file).toMatchObject({ format: 'edn', tornTail: false });
});

test.each([
  ['no history', 'hello', {}, { name: 'HistoryError', code: 'HISTORY_MALFORMED', line: 1 }],
  ['functions of which no model speaks', event(0, 'invoke', 'dance'), {}, { name: 'ModelError' }],
  ['an unknown model', pushed, { model: 'stak' }, { name: 'ModelError' }],
  ['a consistency of what is no transaction', pushed, { consistency: 'serializable' }, { name: 'ModelError' }],
  [
    'an order in time where none is told',
    'w 0 1\n=====\nr 0 1\n',
    { consistency: 'strict-serializable' },
    { name: 'ModelError' },
  ],
  ['an unknown consistency', 'w 0 1\n=====\nr 0 1\n', { consistency: 'serialisable' }, { name: 'ModelError' }],
])('%s is refused, as if there were no thread between', async (_what, text, options, error) => {
  await writeFile(path, text);
  await expect(checkFile(path, options)).rejects.toMatchObject(error);
});

test('a history of no transactions is refused with the file and the place in it', async () => {
  await writeFile(path, event(0, 'invoke', 'txn', '[[:r 1 nil]]') + event(0, 'ok', 'txn', '7'));
  await expect(checkFile(path, { model: 'rw-register' })).rejects.toThrow(
    `${path}: event 0, counted from 0, of process 0`,
  );
});

test('a check that is called off ends as unknown and says so', async () => {
  const hard = randomHistory({
    seed: 1,
    clients: 30,
    keys: 1,
    operations: 3000,
    values: 3,
    crashPercent: 5,
    wrongReadPercent: 1,
  });
  await writeFile(path, [...jsonLines(tableOfOps(hard))].join(''));
  const stopping = new AbortController();
  const calledOff = checkFile(path, { signal: stopping.signal });
  stopping.abort();
  expect((await calledOff).verdict).toMatchObject({
    kind: 'unknown',
    reasons: ['The check was called off before it was done.'],
  });
});

test('a history that does not fit into the memory is unknown, with what to do', async () => {
  const lines = Array.from({ length: 20_000 }, (_, process) => event(process, 'invoke', 'read'));
  await writeFile(path, lines.join(''));
  const { verdict, file } = await checkFile(path, { memoryLimitBytes: 2 ** 20 });
  expect([verdict.kind, file]).toEqual(['unknown', null]);
  expect(JSON.stringify(verdict)).toContain('needed more than 1 MB of memory. Raise the memory limit');
});
