import { describe, expect, test } from 'vitest';
import { checkTransactions } from './check-transactions.ts';
import type { UnwrittenReads } from './register-anomalies.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import type { MicroOperation } from './transaction-table.ts';

const r = (value: unknown): MicroOperation => ['r', 'x', value];
const w = (value: unknown): MicroOperation => ['w', 'x', value];
const written: TransactionRow = { process: 0, type: 'ok', value: [['w', 'x', 2]] };

describe('a value of a register that was read though nobody wrote it', () => {
  test.each([
    ['may be the initial state', [3], 'initial-state', [], ['possible-initial-read']],
    ['may be read again', [3, 2, 3], 'initial-state', [], ['possible-initial-read']],
    ['is garbage when there are two of them', [3, 4], 'initial-state', ['garbage-read'], []],
    ['is garbage when the register was found empty', [null, 3], 'initial-state', ['garbage-read'], []],
    ['is garbage when that is asked for', [3], 'garbage-read', ['garbage-read'], []],
    ['is passed over when that is asked for', [3, 4], 'ignored', [], []],
  ] satisfies [string, (number | null)[], UnwrittenReads, string[], string[]][])(
    '%s',
    (_name, values, unwrittenReads, forbidden, allowed) => {
      const reads = values.map((value, at) => ({ process: 1 + at, type: 'ok', value: [['r', 'x', value]] }) as const);
      const result = checkTransactions(tableOfTransactions([written, ...reads]), {
        workload: 'rw-register',
        consistency: 'read-committed',
        unwrittenReads,
      });
      expect(result.anomalyTypes.filter((type) => type.endsWith('-read'))).toEqual(forbidden);
      expect(result.allowedAnomalyTypes.filter((type) => type.endsWith('-read'))).toEqual(allowed);
    },
  );
});

describe('a transaction over registers that contradicts itself', () => {
  const check = (...value: readonly MicroOperation[]): readonly string[] =>
    checkTransactions(tableOfTransactions([{ process: 0, type: 'ok', value }]), {
      workload: 'rw-register',
      consistency: 'read-atomic',
    }).anomalyTypes.filter((type) => type !== 'empty-transaction-graph');

  test.each([
    ['reads what it writes only later', [r(1), w(1)], ['future-read']],
    ['reads that once more', [r(1), r(1), w(1)], ['future-read']],
    ['reads that of several writes', [r(2), w(1), w(2)], ['future-read']],
    ['reads something else than it wrote', [w(1), r(2)], ['internal']],
    ['does both', [r(1), r(2), w(1)], ['future-read', 'internal']],
  ] as const)('%s', (_name, value, types) => expect(check(...value)).toEqual(types));

  test.each([
    ['reads what it wrote before', [w(1), r(1)]],
    ['writes the same value twice', [w(1), r(1), w(1)]],
    ['reads nothing before it writes', [r(null), w(1), r(1)]],
  ] as const)('does not when it %s', (_name, value) => expect(check(...value)).toEqual([]));
});
