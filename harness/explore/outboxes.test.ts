import { expect, test } from 'vitest';
import type { Message, Round } from '#cluster-node';
import { Outboxes } from './outboxes.ts';

const round = 129 as Round;
const vote = { round, value: 'x' } as const;

test('a message that was put together in another order is no other message', () => {
  const outboxes = new Outboxes(2);
  const once = outboxes.outboxOf([
    { to: 1, message: { kind: 'phase1b-instance', round, instance: 1, vote } as Message },
  ]);
  const again = { vote: { value: vote.value, round }, instance: 1, kind: 'phase1b-instance', round } as Message;
  expect(outboxes.outboxOf([{ to: 1, message: again }])).toBe(once);
  expect(outboxes.join(once, outboxes.outboxOf([{ to: 1, message: again }]))).toBe(once);
  const other = { ...again, instance: 2 } as Message;
  expect(outboxes.outboxOf([{ to: 1, message: other }])).not.toBe(once);
});
