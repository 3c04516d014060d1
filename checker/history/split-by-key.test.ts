import { expect, test } from 'vitest';
import type { OperationTable } from './operation-table.ts';
import { canSplitByKey, splitByKey } from './split-by-key.ts';
import { TableBuilder } from './table-builder.ts';
import { operationOfRow } from './table-rows.ts';

type Row = readonly [f: string, input: unknown, output?: unknown];

function tableOf(...rows: readonly Row[]): OperationTable {
  const builder = new TableBuilder();
  for (const [f, input, output] of rows) {
    builder.invoke({ process: null, f, value: input });
    if (output !== undefined) builder.complete({ process: null, type: 'ok', f, value: output });
  }
  return builder.build();
}

test('a pair becomes the key and the value of its operation', () => {
  const table = tableOf(['write', ['x', 3], ['x', 3]], ['read', ['y', null], ['y', null]], ['cas', ['x', [3, 4]]]);
  expect(canSplitByKey(table)).toBe(true);
  const split = splitByKey(table, 'file');
  expect([0, 1, 2].map((row) => operationOfRow(split, row))).toMatchObject([
    { key: 'x', input: 3, output: 3 },
    { key: 'y', input: null, output: null },
    { key: 'x', input: [3, 4], output: undefined },
  ]);
  expect(split.values).toEqual([3, null, [3, 4]]);
});

test.each<[string, OperationTable]>([
  ['a read of nothing in particular', tableOf(['read', null], ['write', [1, 2]])],
  ['the two values of a cas', tableOf(['cas', [1, 2]])],
  [
    'micro-operations',
    tableOf([
      'txn',
      [
        ['r', 'x', null],
        ['w', 'y', 1],
      ],
    ]),
  ],
  ['an answer that is a whole set', tableOf(['add', [0, 1], [0, 1]], ['read', [0, null], [1, 2, 3]])],
  ['nothing at all', tableOf()],
])('%s is no pair of a key and a value', (_what, table) => {
  expect(canSplitByKey(table)).toBe(false);
});

test.each([
  ['a value that is no pair', tableOf(['read', 7]), 'event 0, counted from 0: expected a pair'],
  ['an answer about another key', tableOf(['read', ['x', null], ['y', 1]]), 'event 1, counted from 0: expected a pair'],
])('%s is refused when pairs are asked for', (_what, table, message) => {
  expect(() => splitByKey(table, 'file')).toThrow(message);
});
