import { expect, test } from 'vitest';
import { Recovery } from './recovery.ts';
import { roundOf } from './round.ts';
import { asValue } from './value.ts';

test('votes of the fast round and answers of those who were asked count together, by distinct acceptor', () => {
  const recovery = new Recovery(7, roundOf(1, 0, 2), 0);
  const vote = { round: roundOf(1, 0, 1), value: asValue('x') };
  recovery.add(2, vote);
  recovery.add(0, null);
  recovery.add(2, vote);
  expect(recovery.reporters).toBe(0b101);
  expect(recovery.reports).toEqual(
    new Map([
      [2, vote],
      [0, null],
    ]),
  );
});
