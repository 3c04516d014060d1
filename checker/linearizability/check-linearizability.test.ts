import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { randomNumbers } from '../history/random-history.ts';
import { tableOfOps } from '../history/table-rows.ts';
import { defineModel } from '../models/define-model.ts';
import type { Progress } from './budget.ts';
import { type CheckOptions, checkLinearizability } from './check-linearizability.ts';
import { objectShapes } from './fuzz/object-shapes.ts';
import { randomObjectHistory } from './fuzz/random-object-history.ts';
import type { LinearizabilityResult } from './linearizability-result.ts';

const atOnce: CheckOptions = { now: () => 0 };

function judge(model: string, text: string): LinearizabilityResult {
  return checkLinearizability(tableOfOps(historyOf(text)), model, atOnce);
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
    /^Key "x" is not linearizable: .* by process 2 on n2 \(position 6 to 7\) fits nowhere/,
  );
});

test('the general search names the call that fits nowhere, and the last calls of the longest order', () => {
  const result = judge(
    'key-value',
    '1 invoke put "a"\n1 ok put "a"\n1 invoke append "b"\n1 ok append "b"\n2 invoke get\n2 ok get "ba"\n2 invoke get\n2 ok get "ab"',
  );
  expect(result.violations).toMatchObject([{ key: 'x', decider: 'search', conflict: [2, 0, 1], why: null }]);
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
  expect(checkLinearizability(table, doors, atOnce)).toMatchObject({
    kind: 'invalid',
    parts: 2,
    violations: [{ key: '1' }],
  });
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
  const result = checkLinearizability(hard, 'fifo-queue', { ...atOnce, memoryLimitBytes });
  expect(result).toMatchObject({
    kind: 'unknown',
    undecided: [{ limit: 'memory', operations: 2000, decider: 'search' }],
  });
  expect(result.cost.peakBytes).toBeLessThanOrEqual(memoryLimitBytes);
  expect(result.cost.peakBytes).toBeGreaterThan(memoryLimitBytes / 4);
  expect(result.undecided[0]?.linearizedMax).toBeGreaterThan(0);
  expect(result.undecided[0]?.window.width).toBeGreaterThan(20);
  expect(result.kind === 'unknown' && result.reasons[0]).toMatch(
    /4 MB of working memory were used up.*Raise the memory limit/,
  );
});

test('a table that is larger than the memory limit is unknown before it is searched', () => {
  expect(checkLinearizability(hard, 'fifo-queue', { ...atOnce, memoryLimitBytes: 1000 }).kind).toBe('unknown');
});

test('past the time limit the verdict is unknown; who waits is told how far it is', () => {
  let nowMs = 0;
  const told: Progress[] = [];
  const result = checkLinearizability(hard, 'fifo-queue', {
    now: () => (nowMs += 100),
    timeLimitMs: 5_000,
    onProgress: (progress) => told.push(progress),
  });
  expect(result).toMatchObject({ kind: 'unknown', undecided: [{ limit: 'time' }] });
  expect(told.length).toBeGreaterThan(3);
  expect(told.length).toBeLessThan(12);
  expect(told.at(-1)).toMatchObject({ total: 2000 });
});

/** 300 operations one after the other, and 300 that look, all at once; on an object whose step takes 20 ms. */
test.each(['write', 'look'])('a slow model does not outlast the time limit: %s', (f) => {
  let nowMs = 0;
  const told: Progress[] = [];
  const slow = defineModel<{ last: unknown }, { f: string; value: unknown }, unknown>({
    name: 'slow',
    initial: { last: null },
    parse: ({ f: name, input }) => ({ input: { f: name, value: input }, output: undefined }),
    observes: (input) => input.f === 'look',
    step(state, { f: name, value }) {
      nowMs += 20;
      return name === 'look' ? state : { last: value };
    },
  });
  const each = Array.from({ length: 300 }, (_, process) => process);
  const invoked = each.map((process) => `${process} invoke ${f} ${process}\n`);
  const returned = each.map((process) => `${process} ok ${f} ${process}\n`);
  const text =
    f === 'write' ? each.map((process) => `${invoked[process]}${returned[process]}`) : [...invoked, ...returned];
  const result = checkLinearizability(historyOf(text.join('')), slow, {
    now: () => nowMs,
    timeLimitMs: 1_000,
    onProgress: (progress) => told.push(progress),
  });
  expect(result).toMatchObject({ kind: 'unknown', undecided: [{ limit: 'time' }] });
  expect(nowMs).toBeLessThanOrEqual(1_020);
  expect(told.length).toBeGreaterThan(0);
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
  const result = checkLinearizability(tableOfOps([...ops, ...easy]), 'fifo-queue', {
    ...atOnce,
    memoryLimitBytes: 4 * 2 ** 20,
  });
  expect(result).toMatchObject({ kind: 'invalid', violations: [{ key: 'y' }], undecided: [{ key: null }] });
});

test.each([
  ['reads see the last write', '1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read 1'],
  [
    'a read beside a write may see either value',
    '1 invoke write 1\n2 invoke read\n2 ok read null\n3 invoke read\n3 ok read 1\n1 ok write 1',
  ],
  [
    'a chain of cas',
    '1 invoke cas [null,1]\n2 invoke cas [1,2]\n3 invoke cas [2,3]\n3 ok cas [2,3]\n2 ok cas [1,2]\n1 ok cas [null,1]\n1 invoke read\n1 ok read 3',
  ],
  [
    'a crashed write that takes effect late',
    '1 invoke write 1\n1 info write 1\n2 invoke write 2\n2 ok write 2\n3 invoke read\n3 ok read 2\n3 invoke read\n3 ok read 1',
  ],
  [
    'a crashed write that never takes effect',
    '1 invoke write 1\n1 info write 1\n2 invoke write 2\n2 ok write 2\n3 invoke read\n3 ok read 2',
  ],
  [
    'a crashed cas that a read shows to have happened',
    '1 invoke write 1\n1 ok write 1\n2 invoke cas [1,2]\n2 info cas [1,2]\n3 invoke read\n3 ok read 2',
  ],
  ['a failed cas has no effect', '1 invoke cas [5,6]\n1 fail cas [5,6]\n2 invoke read\n2 ok read null'],
  ['a crashed read saw anything', '1 invoke read\n1 info read\n2 invoke read\n2 ok read null'],
  ['each key is a register of its own', '1 invoke x:write 1\n1 ok x:write 1\n2 invoke y:read\n2 ok y:read null'],
])('a legal history of registers: %s', (_what, text) => {
  expect(judge('register', text).kind).toBe('valid');
});

test.each([
  ['a stale read', '1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read null', 2],
  ['a value that nobody wrote', '1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read 7', 2],
  [
    'a read that goes back',
    '1 invoke write 1\n2 invoke read\n2 ok read 1\n3 invoke read\n3 ok read null\n1 ok write 1',
    3,
  ],
  ['a write read before it began', '2 invoke read\n2 ok read 1\n1 invoke write 1\n1 ok write 1', 0],
  ['two cas from one value', '1 invoke cas [null,1]\n2 invoke cas [null,2]\n1 ok cas [null,1]\n2 ok cas [null,2]', 1],
  ['a failed write that was read', '1 invoke write 1\n1 fail write 1\n2 invoke read\n2 ok read 1', 2],
  [
    'a crashed write that comes and goes twice',
    '1 invoke write 1\n1 info write 1\n2 invoke write 2\n2 ok write 2\n3 invoke read\n3 ok read 1\n3 invoke write 3\n3 ok write 3\n3 invoke read\n3 ok read 1',
    8,
  ],
  [
    'a value that was overwritten, where values repeat',
    '1 invoke write 1\n1 ok write 1\n1 invoke write 2\n1 ok write 2\n2 invoke read\n2 ok read 1\n1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read 1',
    4,
  ],
])('an illegal history of registers, and the operation that fits nowhere: %s', (_what, text, misfitIndex) => {
  const [violation] = judge('register', text).violations;
  expect(violation?.operations[0]).toMatchObject({ key: 'x', invokeIndex: misfitIndex });
});

test.each([
  ['zones', 4, 'two values were both seen before and after each other', []],
  [
    'just-in-time',
    1,
    'in every order another value was there than the one it found',
    ['At the same time: write 3 by process 4 on n4 (position 6 to 9).'],
  ],
])(
  '%s tells who did what on which node, before, beside and after the operation that fits nowhere',
  (decider, last, why, beside) => {
    const result = judge(
      'register',
      `1 invoke x:write 1
     1 ok x:write 1
     2 invoke y:write 8
     2 ok y:write 8
     2 invoke x:write 2
     2 ok x:write 2
     4 invoke x:write 3
     3 invoke x:read
     3 ok x:read 1
     4 ok x:write 3
     5 invoke x:write ${last}
     5 ok x:write ${last}
     5 invoke x:read
     5 ok x:read ${last}`,
    );
    expect(result).toMatchObject({ kind: 'invalid', violations: [{ key: 'x', decider }] });
    expect(result.kind === 'invalid' && result.evidence).toEqual([
      `Key "x" is not linearizable: read 1 by process 3 on n3 (position 7 to 8) fits nowhere (${why}).`,
      'Before it: write 1 by process 1 on n1 (position 0 to 1); write 2 by process 2 on n2 (position 4 to 5).',
      ...beside,
    ]);
  },
);

test('every key with a violation is named', () => {
  const violation = (key: string): string => `1 invoke ${key}:read\n1 ok ${key}:read 1\n`;
  const result = judge('register', ['a', 'b', 'c', 'd', 'e'].map(violation).join(''));
  expect(result.violations.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(result.kind === 'invalid' && result.evidence.at(-1)).toBe('Not linearizable either: the keys "d", "e".');
});

test('an operation that the model does not know is refused, not passed over', () => {
  expect(() => judge('register', '1 invoke append 1\n1 ok append 1')).toThrow(
    expect.objectContaining({ code: 'MODEL_REFUSES_OPERATION' }),
  );
});
