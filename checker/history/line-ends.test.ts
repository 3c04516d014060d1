import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTable } from './read-table.ts';

let path = '';
let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'history-'));
  path = join(directory, 'history');
});
afterEach(() => rm(directory, { recursive: true }));

const event = (type: string): string => `{"process":0,"type":"${type}","f":"write","value":7}`;

test.each([
  ['jsonl', `${event('invoke')}\n${event('ok')}\n`],
  [
    'jsonl of a run',
    [0, 1].map((at) => `{"index":${at},"timeNs":${at},${event(at === 0 ? 'invoke' : 'ok').slice(1)}\n`).join(''),
  ],
  ['json', `[${event('invoke')},\n${event('ok')}]\n`],
  ['edn', '; a comment\n{:process 0 :type :invoke :f :write\n :value 7}\n{:process 0 :type :ok :f :write :value 7}\n'],
  ['jepsen-log', 'INFO  jepsen.util - 0\t:invoke\t:write\t7\nINFO  jepsen.util - 0\t:ok\t:write\t7\n'],
  ['call-log', '# @object atomic-queue\n[0] call enq(7)\n\n[0] return\n'],
  ['sessions', 'w 0 7\n-----\nr 0 7\n'],
  ['plume', 'w(0,7,0,0)\nr(0,7,0,1)\n'],
])('a byte order mark, line ends of Windows and empty lines change nothing: %s', async (_form, text) => {
  const read = async (content: string) => {
    await writeFile(path, content);
    return readTable(path);
  };
  const plain = await read(text);
  expect(plain.table.size).toBeGreaterThan(0);
  expect(await read(`\uFEFF${text}`)).toEqual(plain);
  expect(await read(text.replaceAll('\n', '\r\n'))).toEqual(plain);
  expect(await read(`\n\n${text.replaceAll('\n', '\n\n')}\n\n`)).toEqual(plain);
});
