import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTable } from './read-table.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'history-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function fileOf(content: string): Promise<string> {
  const file = join(directory, 'history');
  await writeFile(file, content);
  return file;
}

/** The least whole number that a double rounds, to a neighbour that ends in 2. */
const large = '9007199254740993';
const operation = (fields: string): string => `{"process":0,"type":"invoke","f":"write",${fields}}\n`;
const form = (fields: string): string => `{:process 0 :type :invoke :f :write ${fields}}\n`;

test.each([
  ['JSON, value', operation(`"value":${large}`)],
  ['JSON, value below zero', operation(`"value":-${large}`)],
  ['JSON, in a list', operation(`"value":[1,[${large}]]`)],
  ['JSON, in an object', operation(`"value":{"a":${large}}`)],
  ['JSON, element of a transaction', operation(`"value":[["append","x",${large}]]`).replace('write', 'txn')],
  ['JSON, key of a transaction', operation(`"value":[["append",${large},1]]`).replace('write', 'txn')],
  ['JSON, process', operation('"value":1').replace('"process":0', `"process":${large}`)],
  ['JSON, key', operation(`"value":1,"key":${large}`)],
  ['JSON, time', operation(`"value":1,"time":${large}`)],
  ['JSON, time of a run', operation(`"value":1,"index":0,"timeNs":${large}`)],
  ['JSON, index', operation(`"value":1,"index":${large},"timeNs":1`)],
  ['a list in JSON, value', `[${operation(`"value":${large}`)}]`],
  ['EDN, value', form(`:value ${large}`)],
  ['EDN, value of any size', form(`:value ${large}N`)],
  ['EDN, key of a pair', form(`:value [${large} 1]`)],
  ['EDN, in a set', form(`:value #{${large}}`)],
  ['EDN, element of a transaction', form(`:value [[:append 1 ${large}]]`)],
  ['EDN, process', form(':value 1').replace('0', large)],
  ['EDN, key', form(`:value 1 :key ${large}`)],
  ['EDN, time', form(`:value 1 :time ${large}`)],
  ["Jepsen's log, value", `INFO  jepsen.util - 0\t:invoke\t:write\t${large}\n`],
  ["Jepsen's log, process", `INFO  jepsen.util - ${large}\t:invoke\t:write\t1\n`],
  ['calls, argument', `[1] call push(${large})\n`],
  ['calls, answer', `[1] call pop\n[1] return ${large}\n`],
  ['calls, thread', `[${large}] call push(1)\n`],
  ['sessions, key', `w ${large} 0\n`],
  ['sessions, value', `w 0 ${large}\n`],
  ['transactions, key', `w(${large},0,0,0)\n`],
  ['transactions, value', `w(0,${large},0,0)\n`],
  ['transactions, session', `w(0,0,${large},0)\n`],
])('a number that would be rounded is refused as it stands: %s', async (_where, content) => {
  await expect(readTable(await fileOf(content))).rejects.toThrow(new RegExp(`:\\d+:\\d+: expected .*${large}(?!n)`));
});

test('as a name it is exact: of a field, of a key of a map, of a transaction', async () => {
  const { table } = await readTable(await fileOf(operation(`"value":{"${large}":1}`)));
  expect(table.values).toEqual([{ [large]: 1 }]);
  const edn = await readTable(await fileOf(form(`:value {${large} 1}`)));
  expect(edn.table.values).toEqual([{ [large]: 1 }]);
  const near = `w(0,1,0,${large})\nw(1,1,0,9007199254740992)\n`;
  expect((await readTable(await fileOf(near))).table.size).toBe(2);
});

test.each([
  ['a fraction with more digits than a double', '123456789012.12345678901'],
  ['more than the greatest double', '1e400'],
  ['less than the least double', '1e-400'],
])('a number that a double would not print back is refused: %s', async (_what, number) => {
  for (const content of [
    operation(`"value":${number}`),
    `[${operation(`"value":${number}`)}]`,
    form(`:value ${number}`),
  ])
    await expect(readTable(await fileOf(content))).rejects.toThrow(`expected a number that is exact, found ${number}`);
});

test('EDN knows no octal numbers, so that 017 is neither 15 nor 17', async () => {
  await expect(readTable(await fileOf(form(':value 017')))).rejects.toThrow('a number that is exact, found 017');
  expect((await readTable(await fileOf(form(':value [0 -0 10 0.5]')))).table.values).toEqual([[0, -0, 10, 0.5]]);
});
