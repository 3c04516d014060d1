import { expect, test } from 'vitest';
import type { JournalRecord } from '#cluster-node';
import { DurableMemory } from './durable-memory.ts';
import { judgeRegression } from './regression-oracle.ts';
import { OracleViolation } from './violation.ts';

const names = ['n1', 'n2'];

/** What a node wrote first, what it must not write then, what is said of that, and what it may write. */
const cases: readonly (readonly [string, JournalRecord, JournalRecord, string, JournalRecord])[] = [
  [
    'a promise below one before it',
    { kind: 'promise', round: 256 },
    { kind: 'promise', round: 128 },
    'n1 promises round 1 of n1, after round 2 of n1',
    { kind: 'promise', round: 384 },
  ],
  [
    'a promise for an instance below the one for all',
    { kind: 'promise', round: 256 },
    { kind: 'promise-instance', instance: 1, round: 134 },
    'n1 promises round 1 of n2, recovery, for instance 1, after round 2 of n1',
    { kind: 'promise-instance', instance: 1, round: 258 },
  ],
  [
    'a vote below the promise',
    { kind: 'promise', round: 256 },
    { kind: 'vote', instance: 1, round: 128, value: 'x' },
    'n1 votes for x in instance 1, in round 1 of n1, after round 2 of n1',
    { kind: 'vote', instance: 1, round: 256, value: 'x' },
  ],
  [
    'a vote below the promise for its instance',
    { kind: 'promise-instance', instance: 1, round: 258 },
    { kind: 'vote', instance: 1, round: 257, value: 'x' },
    'n1 votes for x in instance 1, in round 2 of n1, fast, after round 2 of n1, recovery',
    { kind: 'vote', instance: 2, round: 257, value: 'x' },
  ],
  [
    'a second value in one round of an instance',
    { kind: 'vote', instance: 1, round: 129, value: 'x' },
    { kind: 'vote', instance: 1, round: 129, value: 'y' },
    'n1 votes for y in instance 1, in round 1 of n1, fast, after x',
    { kind: 'vote', instance: 2, round: 129, value: 'y' },
  ],
  [
    'a round that was begun before',
    { kind: 'began', round: 128 },
    { kind: 'began', round: 128 },
    'n1 begins round 1 of n1, for the second time',
    { kind: 'began', round: 256 },
  ],
  [
    'a start that has forgotten the promise',
    { kind: 'promise', round: 256 },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 0 },
    'n1 starts again with the promise of no round, and had promised round 2 of n1',
    { kind: 'start', node: 'n1', incarnation: 2, promised: 256, votes: 0 },
  ],
  [
    'a start that has forgotten a vote',
    { kind: 'vote', instance: 1, round: 129, value: 'x' },
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 0 },
    'n1 starts again with the votes of 0 instances and had voted in 1',
    { kind: 'start', node: 'n1', incarnation: 2, promised: 0, votes: 1 },
  ],
];

test.each(cases)('objects to %s, and not to what may follow', (_what, before, wrong, said, right) => {
  const memory = new DurableMemory();
  judgeRegression('n1', before, memory, names);
  memory.add(before);
  expect(() => judgeRegression('n1', wrong, memory, names)).toThrow(new OracleViolation('regression', said));
  expect(() => judgeRegression('n1', right, memory, names)).not.toThrow();
});
