import { expect, test } from 'vitest';
import { fuzzTransactions } from './fuzz-transactions.ts';

const seed = Number(process.env['TEST_SEED'] ?? 1);
const count = 4_000;

test.each([0, 1, 2, 3].map((part) => seed + part * count))(
  'on 4000 small histories of transactions the search for cycles says what trying every course says, from seed %d',
  (first) => {
    const counts = fuzzTransactions({ seed: first, count });
    for (const workload of ['list-append', 'rw-register']) {
      const { valid = 0, invalid = 0, deciders = {} } = counts[workload] ?? {};
      expect(Math.min(valid, invalid), workload).toBeGreaterThan(count / 20);
      expect(Object.keys(deciders).length).toBe(6);
    }
  },
);
