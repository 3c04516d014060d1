import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { randomNumbers } from '../history/random-history.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { defineModel } from '../models/define-model.ts';
import type { Progress } from './budget.ts';
import { checkTable, type TableCheckOptions } from './check-table.ts';
import { objectShapes } from './fuzz/object-shapes.ts';
import { randomObjectHistory } from './fuzz/random-object-history.ts';
import type { LinearizabilityResult } from './linearizability-result.ts';

const atOnce: TableCheckOptions = { now: () => 0 };

function judge(model: string, text: string): LinearizabilityResult {
  return checkTable(tableOfOps(historyOf(text)), model, atOnce);
}

test.each([
  ['fifo-queue', '1 invoke enqueue 1\n1 ok enqueue 1\n2 invoke dequeue\n2 ok dequeue 1', 'queue-intervals'],
  ['stack', '1 invoke push 1\n1 ok push 1\n2 invoke pop\n2 ok pop 1', 'stack-nesting'],
  ['priority-queue', '1 invoke insert 1\n1 ok insert 1\n2 invoke poll\n2 ok poll 1', 'priority-holes'],
  ['set', '1 invoke add 1\n1 ok add true\n2 invoke contains 1\n2 ok contains true', 'set-elements'],
  ['mutex', '1 invoke acquire\n1 ok acquire\n1 invoke release\n1 ok release', 'mutex-turns'],
  ['counter', '1 invoke add 2\n1 ok add 2\n1 invoke read\n1 ok read 2', 'counter-steps'],
  ['unique-ids', '1 invoke generate\n1 ok generate 7\n1 invoke generate\n1 ok generate 8', 'distinct-ids'],
  ['register', '1 invoke write 1\n1 ok write 1\n1 invoke read\n1 ok read 1', 'zones'],
  ['etcd-cas', '1 invoke cas [1,2]\n1 fail cas [1,2]\n1 invoke read\n1 ok read null', 'just-in-time'],
  ['key-value', '1 invoke put "a"\n1 ok put "a"\n1 invoke get\n1 ok get "a"', 'search'],
  ['fifo-queue', '1 invoke enqueue 1\n1 ok enqueue 1\n2 invoke enqueue 1\n2 ok enqueue 1', 'search'],
])('%s is judged by the decider that is named', (model, text, decider) => {
  expect(judge(model, text)).toMatchObject({ kind: 'valid', model, deciders: [{ name: decider, parts: 1 }] });
});

test('why a faster decider would not answer is told', () => {
  const text = '1 invoke enqueue 1\n1 ok enqueue 1\n2 invoke enqueue 1\n2 ok enqueue 1';
  expect(judge('fifo-queue', text).deciders[0]?.declined).toEqual(['queue-intervals: a value is put twice']);
});

test('a cas that failed has seen another value where the model says so, and nowhere else', () => {
  const text = '1 invoke write 1\n1 ok write 1\n2 invoke cas [1,2]\n2 fail cas [1,2]\n3 invoke read\n3 ok read 1';
  expect(judge('etcd-cas', text).kind).toBe('invalid');
  expect(judge('register', text).kind).toBe('valid');
});

test('each key is a queue of its own, and the one with a violation is named with what passed what', () => {
  const result = judge(
    'fifo-queue',
    `1 invoke x:enqueue 1
     1 ok x:enqueue 1
     1 invoke y:enqueue 1
     1 ok y:enqueue 1
     1 invoke x:enqueue 2
     1 ok x:enqueue 2
     2 invoke x:dequeue
     2 ok x:dequeue 2`,
  );
  expect(result).toMatchObject({ kind: 'invalid', parts: 2, violations: [{ key: 'x', conflict: [3, 0, 2] }] });
  expect(result.kind === 'invalid' && result.evidence[0]).toMatch(
    /^Key "x" is not linearizable: .* by process 2 \(position 6 to 7\) fits nowhere/,
  );
});

test('the general search names the call that fits nowhere, and the last calls of the longest order', () => {
  const result = judge(
    'key-value',
    '1 invoke put "a"\n1 ok put "a"\n1 invoke append "b"\n1 ok append "b"\n2 invoke get\n2 ok get "ba"\n2 invoke get\n2 ok get "ab"',
  );
  expect(result.violations).toEqual([{ key: 'x', decider: 'search', conflict: [2, 0, 1], why: null }]);
});

test('a history in which nothing succeeded is unknown', () => {
  expect(judge('mutex', '1 invoke acquire\n1 info acquire').kind).toBe('unknown');
});

test('a model of one’s own is searched, and divides its operations as it says', () => {
  const doors = defineModel<{ isOpen: boolean }, { door: string }, never>({
    name: 'doors',
    initial: { isOpen: false },
    parse: ({ input }) => ({ input: { door: String(input) }, output: undefined }),
    partition: ({ door }) => door,
    step: ({ isOpen }) => (isOpen ? null : { isOpen: true }),
  });
  const table = tableOfOps(
    historyOf('1 invoke open 1\n1 ok open 1\n2 invoke open 2\n2 ok open 2\n3 invoke open 1\n3 ok open 1'),
  );
  expect(checkTable(table, doors, atOnce)).toMatchObject({ kind: 'invalid', parts: 2, violations: [{ key: '1' }] });
});

/** Repeated values, many clients and crashes: more configurations than anybody wants to visit. */
const hardShape = objectShapes['fifo-queue, repeated'];
const hard = tableOfOps(
  hardShape
    ? randomObjectHistory(
        hardShape,
        { clients: 20, operations: 2000, crashPercent: 5, wrongPercent: 1, swapPercent: 0 },
        randomNumbers(5),
      )
    : [],
);

test('past the memory limit the verdict is unknown, and says how far it came, where it is widest, and what to do', () => {
  const memoryLimitBytes = 4 * 2 ** 20;
  const result = checkTable(hard, 'fifo-queue', { ...atOnce, memoryLimitBytes });
  expect(result).toMatchObject({
    kind: 'unknown',
    undecided: [{ limit: 'memory', operations: 2000, decider: 'search' }],
  });
  expect(result.cost.peakBytes).toBeLessThanOrEqual(memoryLimitBytes);
  expect(result.cost.peakBytes).toBeGreaterThan(memoryLimitBytes / 4);
  expect(result.undecided[0]?.linearizedMax).toBeGreaterThan(0);
  expect(result.undecided[0]?.window.width).toBeGreaterThan(20);
  expect(result.kind === 'unknown' && result.reasons[0]).toMatch(/4 MB were used up.*Raise the memory limit/);
});

test('a table that is larger than the memory limit is unknown before it is searched', () => {
  expect(checkTable(hard, 'fifo-queue', { ...atOnce, memoryLimitBytes: 1000 }).kind).toBe('unknown');
});

test('past the time limit the verdict is unknown; who waits is told how far it is', () => {
  let nowMs = 0;
  const told: Progress[] = [];
  const result = checkTable(hard, 'fifo-queue', {
    now: () => (nowMs += 100),
    timeLimitMs: 5_000,
    onProgress: (progress) => told.push(progress),
  });
  expect(result).toMatchObject({ kind: 'unknown', undecided: [{ limit: 'time' }] });
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThan(12);
  expect(told.at(-1)).toMatchObject({ total: 2000 });
});

test('a violation in one key is found although another key is beyond every limit', () => {
  const easy = historyOf('9001 invoke y:dequeue\n9001 ok y:dequeue 7').map((op) => ({ ...op, index: 0 }));
  const ops = randomObjectHistory(
    hardShape ?? {
      model: defineModel({ name: '', initial: {}, parse: () => ({ input: 0, output: 0 }), step: () => null }),
      request: () => ({ f: '', value: 0 }),
      answers: () => [],
    },
    { clients: 20, operations: 2000, crashPercent: 5, wrongPercent: 1, swapPercent: 0 },
    randomNumbers(5),
  );
  const result = checkTable(tableOfOps([...ops, ...easy]), 'fifo-queue', { ...atOnce, memoryLimitBytes: 4 * 2 ** 20 });
  expect(result).toMatchObject({ kind: 'invalid', violations: [{ key: 'y' }], undecided: [{ key: null }] });
});
