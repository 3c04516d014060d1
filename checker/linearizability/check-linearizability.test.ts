import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { pairOps } from '../history/pair-ops.ts';
import { randomHistory } from '../history/random-history.ts';
import { registerModel } from '../models/register.ts';
import type { Verdict } from '../verdict.ts';
import { checkLinearizability } from './check-linearizability.ts';

function judge(text: string): Verdict {
  return checkLinearizability(pairOps(historyOf(text)), registerModel, { now: () => 0 });
}

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
])('valid: %s', (_what, text) => {
  expect(judge(text)).toMatchObject({ kind: 'valid' });
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
])('invalid: %s', (_what, text, misfitIndex) => {
  expect(judge(text)).toMatchObject({ kind: 'invalid', details: { key: 'x', op: { invokeIndex: misfitIndex } } });
});

test('a violation names key, op, process, node, the order up to there, and what could have been read', () => {
  const verdict = judge(
    `1 invoke x:write 1
     1 ok x:write 1
     2 invoke y:write 8
     2 ok y:write 8
     2 invoke x:write 2
     2 ok x:write 2
     4 invoke x:write 3
     3 invoke x:read
     3 ok x:read 1
     4 ok x:write 3`,
  );
  expect(verdict).toEqual({
    kind: 'invalid',
    evidence: [
      'Key "x" is not linearizable: read 1 by process 3 on n3 (index 7 to 8) fits nowhere.',
      'Before its completion 2 operations have a legal order, which ends with: ' +
        'write 1 by process 1 on n1 (index 0 to 1); write 2 by process 2 on n2 (index 4 to 5).',
      'At that moment the object could hold 3 or 2.',
      'At the same time: write 3 by process 4 on n4 (index 6 to 9).',
    ],
    details: expect.objectContaining({
      key: 'x',
      op: expect.objectContaining({ process: 3, invokeIndex: 7 }),
      nodes: ['n1', 'n2', 'n3', 'n4'],
      couldHold: [{ value: 3 }, { value: 2 }],
      violatedKeys: ['x'],
    }),
  });
});

test('every key with a violation is named', () => {
  const violation = (key: string): string => `1 invoke ${key}:read\n1 ok ${key}:read 1\n`;
  const verdict = judge(['a', 'b', 'c', 'd', 'e'].map(violation).join(''));
  expect(verdict).toMatchObject({ kind: 'invalid', details: { violatedKeys: ['a', 'b', 'c', 'd', 'e'] } });
  expect(verdict.kind === 'invalid' && verdict.evidence.at(-1)).toBe('Not linearizable either: the keys "d", "e".');
});

test('a history in which nothing succeeded is unknown', () => {
  expect(judge('1 invoke write 1\n1 info write 1')).toMatchObject({ kind: 'unknown' });
  expect(judge('')).toMatchObject({ kind: 'unknown' });
});

test('an operation that the model does not know is refused, not passed over', () => {
  expect(() => judge('1 invoke append 1\n1 ok append 1')).toThrow(
    expect.objectContaining({ code: 'MODEL_REFUSES_OPERATION' }),
  );
});

/** Few values, many clients, crashes and wrong reads: more configurations than anybody wants to visit. */
const hardHistory = pairOps(
  randomHistory({ seed: 1, clients: 50, keys: 1, operations: 6000, values: 5, crashPercent: 5, wrongReadPercent: 0.3 }),
);

test('past the time limit the verdict is unknown, with the key, how far it got, and what to do', () => {
  let readings = 0;
  const verdict = checkLinearizability(hardHistory, registerModel, { now: () => readings++, timeLimitMs: 200 });
  expect(verdict).toMatchObject({ kind: 'unknown', details: { keys: [{ key: 0, limit: 'time' }] } });
  expect(verdict.kind === 'unknown' && verdict.reasons[0]).toMatch(
    /^Key 0 is undecided: at best \d+ of its \d+ ok operations were put in order within 200 ms. Raise the time limit/,
  );
});

test('past the memory limit the verdict is unknown, and says so', () => {
  const verdict = checkLinearizability(hardHistory, registerModel, { now: () => 0, memoryLimitBytes: 200_000 });
  expect(verdict).toMatchObject({ kind: 'unknown', details: { keys: [{ key: 0, limit: 'memory' }] } });
});

test('a violation in one key is found although another key is beyond every limit', () => {
  const easy = pairOps(historyOf('9000 invoke x:read\n9000 ok x:read 7'));
  const verdict = checkLinearizability([...hardHistory, ...easy], registerModel, {
    now: () => 0,
    memoryLimitBytes: 200_000,
  });
  expect(verdict).toMatchObject({ kind: 'invalid', details: { violatedKeys: ['x'] } });
});

test.each([1, 5])('twenty clients on one key with %i percent of crashes are judged', (crashPercent) => {
  for (const values of ['unique', 5] as const) {
    const ops = randomHistory({ seed: 3, clients: 20, keys: 1, operations: 600, values, crashPercent });
    expect(checkLinearizability(pairOps(ops), registerModel, { now: () => performance.now() }).kind).toBe('valid');
  }
});
