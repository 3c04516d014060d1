import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { registerModel } from '../models/register.ts';
import { setModel } from '../models/set.ts';
import { explainedObject } from './explained-object.ts';
import { fewestValues } from './fewest-values.ts';
import { orderDespiteGaps } from './order-despite-gaps.ts';

const limits = { stepsMax: 10_000, opensMax: 10_000, isOver: () => false };

test('a write that is still running when the others begin takes effect once, before them or among them', () => {
  const table = tableOfOps(
    historyOf(`1 invoke write 1
      2 invoke read
      2 ok read 1
      3 invoke write 2
      3 ok write 2
      1 ok write 1
      2 invoke read
      2 ok read 1`),
  );
  const object = explainedObject(table, Int32Array.of(0, 1, 2, 3), registerModel);
  expect(orderDespiteGaps(object, [1, 2, 3], false, limits).kind).toBe('none');
  expect(orderDespiteGaps(object, [1, 2], false, limits).kind).toBe('order');
});

test('a write that crashed excuses a read ever after', () => {
  const table = tableOfOps(
    historyOf(`1 invoke write 1
      1 info write 1
      3 invoke write 2
      3 ok write 2
      2 invoke read
      2 ok read 1`),
  );
  const object = explainedObject(table, Int32Array.of(0, 1, 2), registerModel);
  expect(orderDespiteGaps(object, [1, 2], false, limits).kind).toBe('order');
});

test('what saw several values stays only where all of them do', () => {
  const text = `2 invoke read
    1 invoke add 1
    1 ok add null
    1 invoke add 2
    1 ok add null
    2 ok read [1,2]
    2 invoke contains 2
    2 ok contains false`;
  const table = tableOfOps(historyOf(text));
  expect(checkLinearizability(table, setModel).kind).toBe('invalid');
  const part = Int32Array.of(0, 1, 2, 3);
  const limitsOfTime = { now: () => 0, deadlineMs: 1000 };
  const kept = fewestValues({ table, part, model: setModel, conflict: [] }, limitsOfTime);
  // The read alone would be illegal, but only because nobody would have added what it saw.
  expect([...(kept ?? [])]).toEqual([2, 3]);
});
