import { expect, test } from 'vitest';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import { transactionTable } from './transaction-table.ts';

const first: TransactionRow = { process: 3, type: 'ok', value: [['w', 'x', 1]] };

test.each([
  ['no list', 7, 'a transaction is a list of micro-operations, found 7'],
  ['no micro-operation', [['w', 'x']], 'expected ["w", key, value] or ["r", key, value read] of a rw-register history'],
  ['a read that was answered and does not say how', [['r', 'x']], 'of a rw-register history, found ["r","x"]'],
  ['a value that another wrote', [['w', 'x', 1]], 'twice, first by event 0, counted from 0, of process 3'],
])('%s is refused with the place of the operation', (_what, value, words) => {
  const { values, ...columns } = tableOfTransactions([first, { ...first, process: 4, value: [] }]);
  const table = { ...columns, values: [values[0], value] };
  expect(() => transactionTable(table, 'rw-register')).toThrow(words);
  expect(() => transactionTable(table, 'rw-register')).toThrow(/^event 2, counted from 0, of process 4: /);
});

test.each(['info', 'fail'] as const)('a read of an operation that ended in %s need not say what it saw', (type) => {
  const { values, ...columns } = tableOfTransactions([{ process: 0, type, value: [] }]);
  const table = { ...columns, values: values.map(() => [['r', 'x']]) };
  expect(transactionTable(table, 'rw-register').kind).toHaveLength(1);
});
