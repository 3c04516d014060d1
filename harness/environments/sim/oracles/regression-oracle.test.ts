import { expect, test } from 'vitest';
import type { JournalRecord } from '#cluster-node';
import { DurableMemory } from './durable-memory.ts';
import { judgeRegression } from './regression-oracle.ts';

/** What a node wrote first, what it must not write then, and what it may. */
const cases: readonly (readonly [string, JournalRecord, JournalRecord, JournalRecord])[] = [
  [
    'a promise below one before it',
    { kind: 'promise', round: 256 },
    { kind: 'promise', round: 128 },
    { kind: 'promise', round: 384 },
  ],
  [
    'a promise for an instance below the one for all',
    { kind: 'promise', round: 256 },
    { kind: 'promise-instance', instance: 1, round: 130 },
    { kind: 'promise-instance', instance: 1, round: 258 },
  ],
  [
    'a vote below the promise',
    { kind: 'promise', round: 256 },
    { kind: 'vote', instance: 1, round: 128, value: 'x' },
    { kind: 'vote', instance: 1, round: 256, value: 'x' },
  ],
  [
    'a vote below the promise for its instance',
    { kind: 'promise-instance', instance: 1, round: 258 },
    { kind: 'vote', instance: 1, round: 257, value: 'x' },
    { kind: 'vote', instance: 2, round: 257, value: 'x' },
  ],
  [
    'a second value in one round of an instance',
    { kind: 'vote', instance: 1, round: 129, value: 'x' },
    { kind: 'vote', instance: 1, round: 129, value: 'y' },
    { kind: 'vote', instance: 2, round: 129, value: 'y' },
  ],
  [
    'a round that was begun before',
    { kind: 'began', round: 128 },
    { kind: 'began', round: 128 },
    { kind: 'began', round: 256 },
  ],
  [
    'a start that has forgotten the promise',
    { kind: 'promise', round: 256 },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 0 },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 256, votes: 0 },
  ],
  [
    'a start that has forgotten a vote',
    { kind: 'vote', instance: 1, round: 129, value: 'x' },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 0 },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 1 },
  ],
];

test.each(cases)('objects to %s, and not to what may follow', (_what, before, wrong, right) => {
  const memory = new DurableMemory();
  judgeRegression('n1', before, memory);
  memory.add(before);
  expect(() => judgeRegression('n1', wrong, memory)).toThrow('n1 ');
  expect(() => judgeRegression('n1', right, memory)).not.toThrow();
});
