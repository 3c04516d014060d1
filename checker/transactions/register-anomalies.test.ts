import { describe, expect, test } from 'vitest';
import { checkTransactions } from './check-transactions.ts';
import type { UnwrittenReads } from './register-anomalies.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';

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
