import { expect, test } from 'vitest';
import { pairOps } from './pair-ops.ts';
import { randomHistory } from './random-history.ts';
import { operationOfRow, opsOfTable, tableOfOps } from './table-rows.ts';

const shape = { clients: 5, keys: 3, operations: 300, values: 4, crashPercent: 5 } as const;

test('rows are the operations that pairing makes, but for what a table does not hold', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const ops = randomHistory({ ...shape, seed });
    const table = tableOfOps(ops);
    const expected = pairOps(ops).map((operation) => ({
      ...operation,
      error: null,
      ...(operation.type === 'info' ? { completeIndex: null, completeNs: null } : {}),
    }));
    expect(Array.from({ length: table.size }, (_, row) => operationOfRow(table, row))).toEqual(expected);
  }
});

test('the ops of a table are those it was made of, without completions of which nothing is known', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const ops = randomHistory({ ...shape, seed });
    const expected = ops
      .filter(({ type }) => type !== 'info')
      .map(({ error: _error, ...op }, index) => ({ ...op, index }));
    expect([...opsOfTable(tableOfOps(ops))]).toEqual(expected);
  }
});

test('lines of the nemesis take a position, so that positions are indices of ops', () => {
  const nemesis = { process: 'nemesis', type: 'info', f: 'kill', value: null, timeNs: 0 } as const;
  const read = { process: 1, f: 'read', value: null, timeNs: 0 };
  const table = tableOfOps([
    { ...nemesis, index: 0 },
    { ...read, index: 1, type: 'invoke' },
    { ...nemesis, index: 2 },
    { ...read, index: 3, type: 'ok' },
  ]);
  expect(table).toMatchObject({ size: 1, call: Int32Array.of(1), ret: Int32Array.of(3) });
});
