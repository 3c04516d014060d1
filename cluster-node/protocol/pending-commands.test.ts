import { expect, test } from 'vitest';
import { electionTimeoutMinMs, paceOf } from './pace.ts';
import { PendingCommands } from './pending-commands.ts';
import { asValue } from './value.ts';

const pace = paceOf(electionTimeoutMinMs);
const { offerMs } = pace;
const [first, second] = [asValue('first'), asValue('second')];

test('a command is offered again after twice as long each time, up to eight times the first', () => {
  const pending = new PendingCommands();
  pending.add(first, pace, 0);
  const offeredAfter: number[] = [];
  for (let times = 0; times <= 40; times += 1) {
    if (pending.takeDue(pace, times * offerMs).length > 0) offeredAfter.push(times);
  }
  expect(offeredAfter).toEqual([1, 3, 7, 15, 23, 31, 39]);
});

test('each command has its own time, and none once it is executed', () => {
  const pending = new PendingCommands();
  pending.add(first, pace, 0);
  pending.add(second, pace, offerMs / 2);
  expect(pending.takeDue(pace, offerMs - 1)).toEqual([]);
  expect(pending.takeDue(pace, offerMs)).toEqual([first]);
  expect(pending.takeDue(pace, 1.5 * offerMs)).toEqual([second]);
  pending.remove(first);
  expect(pending.takeDue(pace, 100 * offerMs)).toEqual([second]);
});
