import { describe, expect, test } from 'vitest';
import { neverReturned } from './operation-table.ts';
import { TableBuilder } from './table-builder.ts';

test('rows stand in the order of invocations, and functions, keys and values are held once', () => {
  const builder = new TableBuilder();
  builder.invoke({ process: 1, f: 'write', key: 'x', value: 3, timeNs: 10 });
  builder.skip();
  builder.invoke({ process: 2, f: 'read', key: 'x', value: null, timeNs: 20, node: 'n2' });
  builder.complete({ process: 2, type: 'ok', f: 'read', value: 3, timeNs: 30 });
  builder.complete({ process: 1, type: 'fail', f: 'write', key: 'x', value: 3, timeNs: 40 });
  builder.invoke({ process: 2, f: 'write', key: 'y', value: [1, 2] });
  builder.complete({ process: 2, type: 'info', value: null, timeNs: 60 });
  expect(builder.build()).toEqual({
    size: 3,
    process: Int32Array.of(1, 2, 2),
    f: Uint8Array.of(0, 1, 0),
    key: Int32Array.of(0, 0, 1),
    input: Int32Array.of(0, 1, 2),
    output: Int32Array.of(-1, 0, -1),
    type: Uint8Array.of(1, 0, 2),
    call: Int32Array.of(0, 2, 5),
    ret: Int32Array.of(4, 3, neverReturned),
    times: { callNs: Float64Array.of(10, 20, Number.NaN), retNs: Float64Array.of(40, 30, 60) },
    homes: { node: Int32Array.of(-1, 0, -1), nodes: ['n2'] },
    functions: ['write', 'read'],
    keys: ['x', 'y'],
    values: [3, null, [1, 2]],
  });
  expect(builder.events).toBe(7);
});

test('an operation that is still running at the end is info, and a table without times says so', () => {
  const builder = new TableBuilder();
  builder.invoke({ process: 1, f: 'read', value: null });
  expect(builder.build()).toMatchObject({
    type: Uint8Array.of(2),
    ret: Int32Array.of(neverReturned),
    times: null,
    homes: null,
  });
});

test('where no process is named, an answer goes to the running operation with its function', () => {
  const builder = new TableBuilder();
  builder.invoke({ process: null, f: 'read', value: null });
  builder.invoke({ process: null, f: 'write', value: 1 });
  builder.complete({ process: null, type: 'ok', f: 'write', value: 1 });
  builder.invoke({ process: null, f: 'write', value: 2 });
  builder.complete({ process: null, type: 'ok', f: 'read', value: 1 });
  const { process, ret } = builder.build();
  expect([...ret]).toEqual([4, 2, neverReturned]);
  expect(new Set(process).size).toBe(3);
});

test('a table that was built does not change with the builder', () => {
  const builder = new TableBuilder();
  builder.invoke({ process: 1, f: 'read', value: null });
  const table = builder.build();
  builder.complete({ process: 1, type: 'ok', value: 3 });
  builder.invoke({ process: 1, f: 'write', value: 4 });
  expect(table).toMatchObject({ size: 1, type: Uint8Array.of(2), functions: ['read'] });
});

const read = { process: 1, f: 'read', key: 'x', value: null };
test.each<[string, (builder: TableBuilder) => void, string]>([
  [
    'a second invocation of a busy process',
    (builder) => builder.invoke(read),
    'process 1 begins an operation while its read of key "x" (event 0, counted from 0) is still running',
  ],
  [
    'a completion without an invocation',
    (builder) => builder.complete({ process: 2, type: 'ok', value: 3 }),
    'process 2 completes an operation and has not begun any',
  ],
  [
    'a second completion',
    (builder) => {
      builder.complete({ process: 1, type: 'ok', value: 3 });
      builder.complete({ process: 1, type: 'fail', value: 3 });
    },
    'process 1 completes its read of key "x" (event 0, counted from 0) a second time',
  ],
  [
    'a completion after info',
    (builder) => {
      builder.complete({ process: 1, type: 'info', value: null });
      builder.complete({ process: 1, type: 'ok', value: 3 });
    },
    'process 1 completes its read of key "x" (event 0, counted from 0) a second time',
  ],
  [
    'a process used again after info',
    (builder) => {
      builder.complete({ process: 1, type: 'info', value: null });
      builder.invoke(read);
    },
    'process 1 begins an operation, but its read of key "x" (event 0, counted from 0) ended in info, and such a process is not used again',
  ],
  [
    'a completion of another function',
    (builder) => builder.complete({ process: 1, type: 'ok', f: 'write', value: 3 }),
    'process 1 began a read of key "x" (event 0, counted from 0), and completes write',
  ],
  [
    'a completion of another key',
    (builder) => builder.complete({ process: 1, type: 'ok', f: 'read', key: 'y', value: 3 }),
    'process 1 began a read of key "x" (event 0, counted from 0), and completes read of key "y"',
  ],
  [
    'a completion without a process where none such is running',
    (builder) => builder.complete({ process: null, type: 'ok', f: 'read', value: 3 }),
    'a completion without a process, and no read without a process is running',
  ],
  [
    'a completion without a process that may be of two operations',
    (builder) => {
      builder.invoke({ ...read, process: null });
      builder.invoke({ ...read, process: null });
      builder.complete({ process: null, type: 'ok', f: 'read', value: 3 });
    },
    'a completion without a process, and 2 read without a process are running: name processes',
  ],
])('%s is refused', (_what, go, fact) => {
  const builder = new TableBuilder();
  builder.invoke(read);
  expect(() => go(builder)).toThrow(
    expect.objectContaining({
      code: 'HISTORY_UNPAIRED',
      message: `expected invocations and completions in turns, found that ${fact}`,
    }),
  );
});

test('more functions than a column has room for are refused', () => {
  const builder = new TableBuilder();
  for (let process = 0; process < 256; process += 1) builder.invoke({ process, f: `f${process}`, value: null });
  expect(() => builder.invoke({ process: 256, f: 'one more', value: null })).toThrow(
    'expected at most 256 different functions',
  );
});

test('columns that would take more memory than they may are not made', () => {
  const fill = (memoryLimitBytes: number): number => {
    const builder = new TableBuilder({ memoryLimitBytes });
    for (let process = 0; process < 2000; process += 1) builder.invoke({ process, f: 'read', value: null });
    return builder.build().size;
  };
  expect(fill(2 ** 20)).toBe(2000);
  // Room for 2048 rows of 48 bytes is made while that for 1024 is still held; a copy of 2000 comes last.
  expect(() => fill(100_000)).toThrow('expected a history that fits into 0 MB, found a longer one');
  expect(() => fill(150_000)).toThrow(expect.objectContaining({ code: 'HISTORY_TOO_LARGE' }));
});

describe('what is asked for is what is done', () => {
  test.each([
    ['write', 1, 2],
    ['add', 1, '1'],
    ['enqueue', 'a', 'b'],
    ['push', 1, 2],
  ])('a %s that is completed with another value is refused', (f, value, other) => {
    const builder = new TableBuilder();
    builder.invoke({ process: 3, f, value });
    expect(() => builder.complete({ process: 3, type: 'ok', value: other })).toThrow(
      `expected process 3 to complete its ${f} (event 0, counted from 0) with ${JSON.stringify(value)}, as it began, found ${JSON.stringify(other)}`,
    );
  });

  test('an answer may be empty or say whether it went well, and does not count unless it is ok', () => {
    const builder = new TableBuilder();
    builder.invoke({ process: 0, f: 'write', value: 1 });
    builder.complete({ process: 0, type: 'ok', value: null });
    builder.invoke({ process: 0, f: 'write', value: 1 });
    builder.complete({ process: 0, type: 'fail', value: 'timeout' });
    builder.invoke({ process: 0, f: 'acquire', value: null });
    builder.complete({ process: 0, type: 'ok', value: 17 });
    builder.invoke({ process: 1, f: 'remove', value: 4 });
    builder.complete({ process: 1, type: 'ok', value: false });
    expect(builder.build().size).toBe(4);
  });
});
