import { expect, test } from 'vitest';
import type { Progress } from '../linearizability/budget.ts';
import { checkTransactions } from './check-transactions.ts';
import { type EffortOptions, stages } from './effort.ts';
import { randomTransactions, type TransactionShape } from './random-transactions.ts';
import { transactionVerdict } from './transaction-verdict.ts';

const shape: Omit<TransactionShape, 'workload'> = {
  seed: 1,
  transactions: 20_000,
  processes: 8,
  operationsMax: 4,
  liveKeys: 4,
  writesPerKey: 30,
};

/** A clock that goes on by one millisecond at each look. */
function countingClock(): () => number {
  let looks = 0;
  return () => looks++;
}

const workloads = ['list-append', 'rw-register'] as const;

test.each(workloads)('%s: past the limit of time what was found stands, and nothing else is said', (workload) => {
  const table = randomTransactions({ ...shape, workload, plant: ['G1a', 'G2-item'] });
  const whole = checkTransactions(table, { workload });
  expect([whole.kind, whole.stopped]).toEqual(['invalid', null]);
  const stopped = new Set<string>();
  for (let timeLimitMs = 0; timeLimitMs < 200; timeLimitMs++) {
    const result = checkTransactions(table, { workload, now: countingClock(), timeLimitMs });
    expect(whole.anomalyTypes).toEqual(expect.arrayContaining([...result.anomalyTypes]));
    expect(result.kind).toBe(result.anomalyTypes.length > 0 ? 'invalid' : 'unknown');
    if (result.stopped === null) break;
    stopped.add(result.stopped.stage);
  }
  expect([...stopped]).toEqual([...stages]);
});

test.each(workloads)('%s: without room for its arrays the verdict is unknown and says what to change', (workload) => {
  const table = randomTransactions({ ...shape, workload });
  const limits: readonly EffortOptions[] = [1_000, 1e6, 3e6, 4e6].map((memoryLimitBytes) => ({ memoryLimitBytes }));
  for (const limit of limits) {
    const result = checkTransactions(table, { workload, ...limit });
    expect([result.kind, result.stopped?.limit]).toEqual(['unknown', 'memory']);
    const verdict = transactionVerdict(result);
    expect(verdict.kind === 'unknown' && verdict.reasons.join()).toContain('Raise the limit of memory');
  }
  expect(checkTransactions(table, { workload, memoryLimitBytes: 2 ** 24 }).kind).toBe('valid');
});

test('who waits is told how far the check is', () => {
  const told: Progress[] = [];
  const table = randomTransactions({ ...shape, workload: 'list-append' });
  let looks = 0;
  checkTransactions(table, {
    workload: 'list-append',
    now: () => 500 * looks++,
    timeLimitMs: 1e9,
    onProgress: (progress) => told.push(progress),
  });
  const shares = told.map(({ done, total }) => done / total);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect([...new Set(shares)]).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});
