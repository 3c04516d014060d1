import { expect, test } from 'vitest';
import { checkHistory } from './check-history.ts';
import { tableOfTransactions } from './transactions/table-of-transactions.ts';

const table = tableOfTransactions([
  {
    process: 0,
    type: 'ok',
    value: [
      ['w', 'y', 1],
      ['w', 'x', 7],
    ],
  },
  { process: 1, type: 'fail', value: [['w', 'x', 5]] },
  {
    process: 2,
    type: 'ok',
    value: [
      ['r', 'y', 1],
      ['r', 'x', 5],
    ],
  },
]);

test('who reads from several registers what nobody wrote is told how to say what they hold at first', () => {
  const hint = `Nobody wrote 5, which was read from x. If that is what it holds at first, say so: --initial '{"x":5}'.`;
  expect(checkHistory(table, { model: 'multi-register' })).toMatchObject({
    kind: 'invalid',
    evidence: expect.arrayContaining([hint]),
  });
  const told = checkHistory(table, { model: 'multi-register', initial: { x: 5 } });
  expect(told).toMatchObject({ kind: 'invalid', evidence: expect.not.arrayContaining([hint]) });
});

test('where every value was written nothing is to be told', () => {
  const stale = tableOfTransactions([
    { process: 0, type: 'ok', value: [['w', 'x', 5]] },
    { process: 0, type: 'ok', value: [['w', 'x', 6]] },
    { process: 1, type: 'ok', value: [['r', 'x', 5]] },
  ]);
  const { evidence = [], kind } = { evidence: undefined, ...checkHistory(stale, { model: 'multi-register' }) };
  expect([kind, evidence.join(' ')]).toEqual(['invalid', expect.not.stringContaining('Nobody wrote')]);
});
