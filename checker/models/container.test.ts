import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { attemptOf } from '../linearizability/attempt-of.ts';
import { checkLinearizability } from '../linearizability/check-linearizability.ts';
import { type ModelName, namedModels } from './named-models.ts';

test.each<[ModelName, string, string]>([
  ['fifo-queue', '1 invoke enqueue 1\n1 ok enqueue 1', 'enqueue 1'],
  ['fifo-queue', '1 invoke offer "a"\n1 ok offer true', 'offer "a"'],
  ['fifo-queue', '1 invoke dequeue\n1 ok dequeue 1', 'dequeue 1'],
  ['fifo-queue', '1 invoke dequeue\n1 ok dequeue null', 'dequeue nothing'],
  ['fifo-queue', '1 invoke dequeue\n1 info dequeue', 'dequeue'],
  ['stack', '1 invoke push 1\n1 ok push 1', 'push 1'],
  ['stack', '1 invoke pop\n1 ok pop "empty"', 'pop nothing'],
  ['priority-queue', '1 invoke insert 1\n1 ok insert 1', 'insert 1'],
  ['priority-queue', '1 invoke delete-min\n1 ok delete-min 1', 'delete-min 1'],
])('the model of a %s tells operations in the words of the history: %s', (name, text, told) => {
  const { model } = namedModels[name];
  const { input, output } = model.parse(attemptOf(tableOfOps(historyOf(text)), 0));
  expect(model.describe(input, output)).toBe(told);
});

test('a violation of a queue is told in the words of the history', () => {
  const history = historyOf(
    '1 invoke offer 1\n1 ok offer 1\n1 invoke offer 2\n1 ok offer 2\n1 invoke poll\n1 ok poll 2',
  );
  const result = checkLinearizability(history, 'fifo-queue', { now: () => 0 });
  expect(result.kind === 'invalid' && result.evidence).toEqual([
    expect.stringMatching(/: poll 2 by process 1 /),
    expect.stringMatching(/^Before it: offer 1 by process 1 .*; offer 2 by process 1 /),
  ]);
});

test('one value put under two words is one value', () => {
  const history = historyOf('1 invoke offer 1\n1 ok offer 1\n2 invoke add 1\n2 ok add 1\n1 invoke poll\n1 ok poll 1');
  const [decider] = checkLinearizability(history, 'fifo-queue', { now: () => 0 }).deciders;
  expect(decider?.declined).toEqual(['queue-intervals: a value is put twice']);
});

test('a taking of the greatest is refused, and the takings of the least are named', () => {
  const history = historyOf('1 invoke delete-max\n1 ok delete-max 1');
  expect(() => checkLinearizability(history, 'priority-queue')).toThrow(/delete-min, extract-min; found delete-max/);
});
