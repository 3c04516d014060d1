import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Format } from './formats/detect-format.ts';
import { randomHistory } from './random-history.ts';
import { type HistoryFile, type ReadOptions, readTable } from './read-table.ts';
import { opsOfTable, tableOfOps } from './table-rows.ts';
import { ednLines, jsonLines, writeTable } from './write-table.ts';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'history-'));
  path = join(directory, 'history');
});
afterEach(() => rm(directory, { recursive: true }));

async function read(content: string | Uint8Array, options?: ReadOptions): Promise<HistoryFile> {
  await writeFile(path, content);
  return readTable(path, options);
}

/** What happened, one word an event: `1:write(3)`, `1=3`. */
function told({ table }: HistoryFile): string {
  return [...opsOfTable(table)]
    .map(({ process, type, f, key, value }) => {
      const subject = key === undefined ? '' : `${key}.`;
      const text = JSON.stringify(value);
      return type === 'invoke' ? `${process}:${subject}${f}(${text})` : `${process}${type === 'ok' ? '=' : '!'}${text}`;
    })
    .join(' ');
}

const writeThenRead = '0:write(3) 1:read(null) 0=3 1=3';

test.each<[string, Format, string]>([
  [
    'short events, one a line',
    'jsonl',
    '{"process":0,"type":"invoke","f":"write","value":3}\n{"process":1,"type":"invoke","f":"read","value":null}\n' +
      '{"process":0,"type":"ok","f":"write","value":3}\r\n\n{"process":1,"type":"ok","f":"read","value":3}',
  ],
  [
    'a list of events in JSON',
    'json',
    '[{"index":0,"process":0,"type":"invoke","f":"write","value":3},\n{"process":1,"type":"invoke","f":"read"},' +
      '{"process":"nemesis","type":"info","f":"kill"},{"process":0,"type":"ok","f":"write","value":3},' +
      '{"process":1,"type":"ok","f":"read","value":3}]\n',
  ],
  [
    'events in JSON over several lines',
    'json',
    '{\n"process":0,"type":"invoke","f":"write","value":3}\n{"process":1,"type":"invoke","f":"read"}' +
      '{"process":0,"type":"ok","value":3}{"process":1,"type":"ok","value":3}',
  ],
  [
    'maps in EDN',
    'edn',
    '; a comment\n{:process 0, :type :invoke, :f :write, :value 3}\n{:process 1 :type :invoke :f :read}\n' +
      '{:process :nemesis, :type :info, :f :kill, :value ["n1"]}\n{:process 0 :type :ok :f :write :value 3}\n' +
      '{:process 1 :type :ok :f :read :value 3}',
  ],
  [
    'one vector in EDN',
    'edn',
    '[{:process 0, :type :invoke, :f :write, :value 3}\n {:process 1, :type :invoke, :f :read, :value nil},\n' +
      ' {:process 0, :type :ok, :f :write, :value 3} ; done\n {:process 1, :type :ok, :f :read, :value 3}]',
  ],
  [
    'one list of tagged records in EDN',
    'edn',
    '(#jepsen.history.Op{:index 0, :time 1, :type :invoke, :process 0, :f :write, :value 3}\n' +
      '#jepsen.history.Op{:index 1, :time 2, :type :invoke, :process 1, :f :read, :value nil}\n' +
      '#jepsen.history.Op{:index 2, :time 3, :type :ok, :process 0, :f :write, :value 3}\n' +
      '#jepsen.history.Op{:index 3, :time 4, :type :ok, :process 1, :f :read, :value 3})',
  ],
  [
    "Jepsen's log",
    'jepsen-log',
    'INFO  jepsen.core - starting\nINFO  jepsen.util - 0\t:invoke\t:write\t3\nINFO  jepsen.util - 1\t:invoke\t:read\tnil\n' +
      'INFO  jepsen.util - :nemesis\t:info\t:start\tnil\nINFO  jepsen.util - 0   :ok   :write   3\n' +
      'INFO  jepsen.util - 1\t:ok\t:read\t3\t[:detail]\n',
  ],
])('%s are read', async (_what, format, text) => {
  const file = await read(text);
  expect(file).toMatchObject({ format, tornTail: false, hasRealTime: true });
  expect(told(file)).toBe(writeThenRead);
});

test.each([
  [
    'a queue',
    '# @object atomic-queue\n[1] call enq(7)\n  [2] call remove\n[1] return\n [2] return 7\n[1] call deq',
    '1:enqueue(7) 2:dequeue(null) 1=7 2=7 1:dequeue(null)',
  ],
  [
    'an empty stack',
    '[1] call push a\n[1] return\n[2] call pop()\n[2] return empty',
    '1:push("a") 1="a" 2:pop(null) 2=null',
  ],
  [
    'a pop that names what it takes',
    '[0] call push(?<0,1>)\n[0] return\n[1] call pop(?<0,1>)\n[1] return',
    '0:push("?<0,1>") 0="?<0,1>" 1:pop(null) 1="?<0,1>"',
  ],
])('calls and returns of %s are read', async (_what, text, expected) => {
  expect(told(await read(text))).toBe(expected);
});

test('transactions of sessions are read, and that nothing is known of real time', async () => {
  const expected =
    '0:txn([["w",0,1]]) 0=[["w",0,1]] 0:txn([["r",0,null],["w",1,2]]) 0=[["r",0,1],["w",1,2]] 1:txn([["r",1,null]]) 1=[["r",1,2]]';
  const sessions = await read('w 0 1\n-----\nr 0 1\nw 1 2\n=====\nr 1 2\n');
  const plume = await read('w(0,1,0,0)\nr(0,1,0,1)\nw(1,2,0,1)\nr(1,2,1,0)\n');
  expect(told(sessions)).toBe(expected);
  expect(told(plume)).toBe(expected);
  expect([sessions, plume]).toMatchObject([
    { format: 'sessions', hasRealTime: false },
    { format: 'plume', hasRealTime: false },
  ]);
});

test('in the form of Plume transaction -1 is all that was aborted, and 0 is there before anybody writes it', async () => {
  const text = 'w(0,1,0,-1)\nr(0,0,0,0)\nr(1,0,0,0)\nw(2,5,3,-1)\nw(2,6,0,-1)\nw(1,0,1,1)\n';
  const { table } = await read(text);
  expect([...opsOfTable(table)].map(({ process, type, value }) => [process, type, JSON.stringify(value)])).toEqual([
    [0, 'invoke', '[["w",0,1]]'],
    [0, 'fail', '[["w",0,1]]'],
    [0, 'invoke', '[["r",0,null],["r",1,null]]'],
    [0, 'ok', '[["r",0,null],["r",1,0]]'],
    [3, 'invoke', '[["w",2,5]]'],
    [3, 'fail', '[["w",2,5]]'],
    [0, 'invoke', '[["w",2,6]]'],
    [0, 'fail', '[["w",2,6]]'],
    [1, 'invoke', '[["w",1,0]]'],
    [1, 'ok', '[["w",1,0]]'],
  ]);
});

test('micro-operations need no name of a function', async () => {
  const text =
    '{:type :invoke :process 1 :value [[:append 3 1] [:r 4 nil]]}{:type :ok :process 1 :value [[:append 3 1] [:r 4 [1 2]]]}';
  expect(told(await read(text))).toBe('1:txn([["append",3,1],["r",4,null]]) 1=[["append",3,1],["r",4,[1,2]]]');
});

test('pairs become keys when that is asked for, or when every value is one', async () => {
  const pairs = '{:process 0 :type :invoke :f :write :value [:x 3]}{:process 0 :type :ok :f :write :value [:x 3]}';
  expect(told(await read(pairs))).toBe('0:write(["x",3]) 0=["x",3]');
  expect(told(await read(pairs, { byKey: 'auto' }))).toBe('0:x.write(3) 0=3');
  expect(told(await read(pairs, { byKey: true }))).toBe('0:x.write(3) 0=3');
  const others = '{:process 0 :type :invoke :f :write :value 3}';
  expect(told(await read(others, { byKey: 'auto' }))).toBe('0:write(3)');
  await expect(read(others, { byKey: true })).rejects.toThrow('expected a pair of a key and a value');
});

test('what gzip packed is read', async () => {
  expect(told(await read(gzipSync('[0] call push(1)\n[0] return')))).toBe('0:push(1) 0=1');
});

test('a mark of the byte order, and characters of several bytes, are read', async () => {
  expect(told(await read('\uFEFF{"process":0,"type":"invoke","f":"write","value":"é😀"}'))).toBe('0:write("é😀")');
});

describe('a history longer than many pieces of the file', () => {
  const ops = randomHistory({ seed: 7, clients: 9, keys: 5, operations: 20_000, values: 'unique', crashPercent: 1 });
  const table = tableOfOps(ops.map((op) => ({ ...op, key: `é${op.key}` })));
  const renumbered = tableOfOps([...opsOfTable(table)]);

  test.each<[string, string, (lines: string[]) => string]>([
    ['lines of JSON', 'jsonl', (lines) => lines.join('')],
    ['one list in JSON', 'json', (lines) => `[${lines.map((line) => line.trim()).join(',')}]`],
  ])('is read back from %s', async (_what, format, joined) => {
    const file = await read(joined([...jsonLines(table)]));
    expect(file).toMatchObject({ format, tornTail: false });
    expect(file.table).toEqual(renumbered);
  });

  test.each<[string, (lines: string[]) => string]>([
    ['maps in EDN, one a line', (lines) => lines.join('')],
    ['one vector without a newline', (lines) => `[${lines.map((line) => line.trim()).join('')}]`],
  ])('is read back from %s', async (_what, joined) => {
    const file = await read(joined([...ednLines(table)]), { byKey: 'auto' });
    expect(file.format).toBe('edn');
    expect(file.table).toEqual(renumbered);
  });

  test.each(['history.edn', 'history.jsonl'])('is read back from %s', async (name) => {
    await writeTable(join(directory, name), table);
    expect((await readTable(join(directory, name), { byKey: 'auto' })).table).toEqual(renumbered);
  });
});

describe('the history of a run', () => {
  const line = (index: number, rest: string): string => `{"index":${index},"timeNs":1,"process":0,${rest}}`;
  const invoke = line(0, '"type":"invoke","f":"read","value":null');
  const ok = line(1, '"type":"ok","f":"read","value":3');

  test.each([
    ['without its newline', `${invoke}\n${ok}`],
    ['cut in the middle', `${invoke}\n${ok.slice(0, 20)}`],
    ['cut in the middle, with a newline', `${invoke}\n${ok.slice(0, 20)}\n`],
  ])('loses a last line that is %s, and says so', async (_how, text) => {
    const file = await read(text);
    expect(file.tornTail).toBe(true);
    expect(told(file)).toBe('0:read(null)');
  });

  test('has no gaps', async () => {
    await expect(read(`${invoke}\n${line(2, '"type":"ok","f":"read","value":3')}\n`)).rejects.toThrow(
      `${path}:2:1: expected "index": 1, one more than on the line before, found 2`,
    );
  });
});

describe("Jepsen's log", () => {
  const begin = 'INFO  jepsen.util - 0\t:invoke\t:read\tnil\n';

  test.each([
    'INFO  jepsen.util - 0\t:ok\t:read\t1',
    'INFO  jepsen.util - 0\t:o',
    'INFO  jepsen.util - 0\t:ok\t:read\t[1 2',
  ])('loses a last line that may go on, and says so: %j', async (cut) => {
    const file = await read(begin + cut);
    expect([file.tornTail, told(file)]).toEqual([true, '0:read(null)']);
  });

  test('keeps a last line without a newline that nothing can follow', async () => {
    const file = await read(`${begin}INFO  jepsen.util - 0\t:ok\t:read\t[1 2]`);
    expect([file.tornTail, told(file)]).toEqual([false, '0:read(null) 0=[1,2]']);
  });
});

test.each([
  ['calls', '[1] call pop\n[1] return 7', '1:pop(null) 1=7'],
  ['sessions', 'w 0 1', '0:txn([["w",0,1]]) 0=[["w",0,1]]'],
])('a last line of %s without a newline is taken as it stands', async (_what, text, expected) => {
  const file = await read(text);
  expect([file.tornTail, told(file)]).toEqual([false, expected]);
});

const invocation = '{"process":0,"type":"invoke","f":"read"}';
test.each<[string, string | Uint8Array, string, Format | 'auto']>([
  ['an empty file', '', '1:1: expected events, found an empty file', 'auto'],
  ['a file of spaces', ' \n\n', '1:1: expected events, found an empty file', 'auto'],
  ['a text of another kind', 'hello\n', '1:1: expected a history in one of jsonl, json, edn', 'auto'],
  [
    'a line that is cut',
    `${invocation}\n{"process":0,"ty`,
    '2:17: expected one JSON object, found {"process":0,"ty',
    'auto',
  ],
  [
    'a line with a fault',
    `${invocation}\n{"process" 0}\n`,
    '2:12: expected one JSON object, found {"process" 0}',
    'auto',
  ],
  [
    'a line that is no object',
    `${invocation}\n[1]\n`,
    '2:1: expected an event with "process", "type", "f" and "value", found [1]',
    'auto',
  ],
  [
    'an unknown type',
    '{"process":0,"type":"done","f":"read"}',
    '1:1: expected "type": "invoke", "ok", "fail" or "info", found "done"',
    'auto',
  ],
  [
    'a process that is none',
    '{"process":-1,"type":"ok","f":"read"}',
    '1:1: expected "process": a whole number from 0 to 2^31 - 1, or "nemesis", found -1',
    'auto',
  ],
  [
    'a large process',
    '{"process":9007199254740993,"type":"ok","f":"r"}',
    '1:1: expected "process": a whole number from 0 to 2^31 - 1, or "nemesis", found 9007199254740993',
    'auto',
  ],
  [
    'no function',
    '{"process":0,"type":"invoke","value":1}',
    '1:1: expected "f": the name of what the client did, found none',
    'auto',
  ],
  [
    'a key that is an object',
    '{"process":0,"type":"invoke","f":"r","key":{}}',
    '1:1: expected "key": a string or a whole number, found {}',
    'auto',
  ],
  [
    'a time before all',
    '{"process":0,"type":"invoke","f":"r","time":-1}',
    '1:1: expected the time: nanoseconds from 0 to 2^53 - 1, found -1',
    'auto',
  ],
  [
    'a value that would be rounded',
    '{"process":0,"type":"invoke","f":"w","value":[9007199254740993]}',
    '1:1: expected whole numbers between -(2^53 - 1) and 2^53 - 1, which are exact, found 9007199254740993',
    'auto',
  ],
  [
    'a completion without an invocation',
    '\n{"process":0,"type":"ok","f":"read"}',
    '2:1: expected invocations and completions in turns, found that process 0 completes an operation and has not begun any',
    'auto',
  ],
  ['a list in JSON that is cut', `[${invocation},`, '1:43: expected "]", found the end of the file', 'auto'],
  ['a list in JSON that does not end', `[${invocation}`, '1:42: expected "]", found the end of the file', 'auto'],
  ['a list in JSON without a comma', `[${invocation}\n${invocation}]`, '2:1: expected "," or "]", found {', 'auto'],
  [
    'a list in JSON that ends with a comma',
    `[${invocation},]`,
    '1:43: expected an object that is an event, found ]',
    'auto',
  ],
  ['one bracket too many in JSON', `[${invocation}]]`, '1:43: expected the end of the file, found ]', 'auto'],
  ['an event after the list in JSON', `[${invocation}]\n${invocation}`, '2:1: expected the end of the file', 'auto'],
  [
    'one bracket too many in EDN',
    '[{:process 0 :type :invoke :f :read}]]',
    '1:38: expected the end of the file, found ]',
    'auto',
  ],
  ['a list in JSON with a fault', '[{"process" 0}]', '1:13: expected JSON, found {"process" 0}', 'auto'],
  [
    'a vector that does not end',
    '[{:process 0 :type :invoke :f :read}\n',
    '2:1: expected "]", found the end of the file',
    'auto',
  ],
  ['a map that does not end', '{:process 0\n :type', '2:7: expected "}", found the end of the file', 'auto'],
  [
    'a vector that is no event',
    '[[1]]',
    '1:2: expected an event with "process", "type", "f" and "value", found [1]',
    'edn',
  ],
  [
    'a large number in EDN',
    '{:process 0 :type :invoke :f :w\n:value 9007199254740993}',
    '1:1: expected whole numbers between',
    'auto',
  ],
  [
    'a fraction in EDN',
    '{:process 0 :type :invoke :f :w\n:value 1/3}',
    '2:8: expected a number that is exact, found 1/3',
    'auto',
  ],
  [
    "a line that is none of Jepsen's log",
    'INFO  jepsen.util - 0\t:invoke\t:read\tnil\nsomething\n',
    '2:1: expected a line of Jepsen',
    'auto',
  ],
  [
    "a line of Jepsen's log that is cut",
    'INFO  jepsen.util - 0\t:invoke\t:wr',
    "1:1: expected a line of Jepsen's log",
    'auto',
  ],
  [
    "a value of Jepsen's log that is cut",
    'INFO  jepsen.util - 0\t:invoke\t:cas\t[1',
    '1:38: expected "]", found the end of the file',
    'auto',
  ],
  ['a call of something unknown', '[1] call peek()', '1:10: expected one of push, pop', 'auto'],
  ['a push of nothing', '[1] call push()', '1:1: expected what to push, found [1] call push()', 'auto'],
  [
    'another value than the call names',
    '[1] call pop(a)\n[1] return b',
    '2:1: expected a, which the call names, to be returned',
    'auto',
  ],
  ['a return without a call', '[1] return', '1:1: expected invocations and completions in turns', 'call-log'],
  ['a line that is no call', '[1] call pop\n[1] retur', '2:1: expected a line such as "[1] call push(7)"', 'auto'],
  [
    'a line that is none of a session',
    'w 0 1\nw 0\n',
    '2:1: expected "w KEY VALUE", "r KEY VALUE", "-----" or "====="',
    'auto',
  ],
  [
    'a transaction in pieces',
    'w(0,1,0,0)\nw(0,2,0,1)\nw(0,3,0,0)',
    '3:1: expected the lines of a transaction together',
    'auto',
  ],
  ['a session that is too large', 'w(0,1,3000000000,0)', '1:1: expected a session of at most 2^31 - 1', 'auto'],
  [
    'bytes that are no UTF-8',
    Buffer.from(`${invocation}\n{"f":"\xe9"}\n`, 'latin1'),
    '2:7: expected text in UTF-8, found bytes that are none',
    'auto',
  ],
  [
    'a character that is cut',
    Buffer.from(`[1] call push(a)\n[1] return é`).subarray(0, -1),
    '2:12: expected text in UTF-8, found bytes that are none',
    'auto',
  ],
])('%s is refused with file, line, column and what was expected', async (_what, content, message, format) => {
  await expect(read(content, { format })).rejects.toMatchObject({
    name: 'HistoryError',
    message: expect.stringContaining(`${path}:${message}`),
  });
});

test('a file that is not there, or is no file, or is badly packed, is unreadable', async () => {
  await expect(readTable(join(directory, 'none'))).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE' });
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  for (const unending of [directory, '/dev/zero', join(directory, 'pipe')]) {
    await expect(readTable(unending)).rejects.toMatchObject({ code: 'HISTORY_UNREADABLE' });
    await expect(readTable(unending)).rejects.toThrow('is no file with a history');
  }
  await expect(read(gzipSync('[0] call push(1)\n').subarray(0, -10))).rejects.toMatchObject({
    code: 'HISTORY_UNREADABLE',
  });
});

test('found text is told without control characters', async () => {
  await expect(read('\u001b[31mred\n')).rejects.toThrow('found \\u001b[31mred\\n');
});
