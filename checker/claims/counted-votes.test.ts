import { expect, test } from 'vitest';
import { RunStory } from './claimed-run.ts';
import { checkCountedVotes } from './counted-votes.ts';

test('decisions on votes that are in the journals are valid', () => {
  const story = new RunStory()
    .vote('n1 n2 n3 n4')
    .vote('n1 n2 n3 n4 n5', { instance: 2, round: 11 })
    .decide('n1', 'n1 n2 n3')
    .decide('n2', 'n2 n3 n4')
    .decide('n1', 'n1 n2 n3 n5', { instance: 2, round: 11 })
    .record('n5', { kind: 'chosen', instance: 1, value: 'a' });
  expect(checkCountedVotes(story.run())).toEqual({
    kind: 'valid',
    evidence: [
      '3 decisions rest on votes that their voters wrote down, and all nodes know the same value in each of 2 instances.',
    ],
  });
});

test.each([
  [
    'a counted vote that its voter did not write down',
    new RunStory().vote('n1 n2 n4').decide('n1', 'n1 n2 n3'),
    'n1 decided a in classic round 10 of instance 1 and counted a vote of n3 that is not in the journal of n3.',
  ],
  [
    'a vote counted for another value',
    new RunStory().vote('n1 n2 n3').vote('n4', { value: 'b' }).decide('n1', 'n1 n2 n3 n4'),
    'n1 decided a in classic round 10 of instance 1 and counted a vote of n4 that is not in the journal of n4.',
  ],
  [
    'a vote counted for another round',
    new RunStory().vote('n1 n2 n3').vote('n4', { round: 20 }).decide('n1', 'n1 n2 n3 n4'),
    'n1 decided a in classic round 10 of instance 1 and counted a vote of n4 that is not in the journal of n4.',
  ],
  [
    'too few votes for a fast round',
    new RunStory().vote('n1 n2 n3 n4', { round: 11 }).decide('n5', 'n1 n2 n3', { round: 11 }),
    'n5 decided a in fast round 11 of instance 1 and counted n1, n2 and n3, which is no quorum.',
  ],
  [
    'one voter counted twice',
    new RunStory().vote('n1 n2 n3').decide('n1', 'n1 n2 n2'),
    'n1 decided a in classic round 10 of instance 1 and counted n1 and n2, which is no quorum.',
  ],
  [
    'a voter from elsewhere',
    new RunStory().vote('n1 n2 n3').decide('n1', 'n1 n2 n3 n9'),
    'n1 decided a in classic round 10 of instance 1 and counted n9, which is not a node of the run.',
  ],
  [
    'learners that know different values',
    new RunStory()
      .vote('n1 n2 n3')
      .vote('n1 n2 n3', { round: 20, value: 'b' })
      .decide('n1', 'n1 n2 n3')
      .decide('n2', 'n1 n2 n3', { round: 20, value: 'b' }),
    'Instance 1: n1 knows a to be chosen, n2 knows b.',
  ],
  [
    'a journal that knows another value than the learners',
    new RunStory().vote('n1 n2 n3').decide('n1', 'n1 n2 n3').record('n4', { kind: 'chosen', instance: 1, value: 'b' }),
    'Instance 1: n1 knows a to be chosen, n4 knows b.',
  ],
  [
    'a value known to be chosen without a quorum of votes',
    new RunStory()
      .vote('n1 n2 n3')
      .decide('n1', 'n1 n2 n3')
      .vote('n1 n2', { instance: 2 })
      .record('n4', { kind: 'chosen', instance: 2, value: 'a' }),
    'Instance 2: n4 knows a to be chosen, but no quorum of journals voted for it in one round.',
  ],
])('%s is convicted', (_what, story, sentence) => {
  expect(checkCountedVotes(story.run())).toMatchObject({
    kind: 'invalid',
    evidence: expect.arrayContaining([sentence]),
  });
});

test('counted votes of a missing journal are unknown, with node and instances', () => {
  const story = new RunStory()
    .vote('n1 n2 n3')
    .decide('n1', 'n1 n2 n3')
    .vote('n1 n2 n4', { instance: 2 })
    .decide('n1', 'n1 n2 n4', { instance: 2 });
  expect(checkCountedVotes(story.run(['n3']))).toEqual({
    kind: 'unknown',
    reasons: [
      'The quorum behind the value hangs on unread journals in instances 1.',
      'Votes of n3 were counted that its unread journal cannot confirm, in instances 1.',
      'The journal of n3 is missing, so that not all of its votes are known.',
    ],
  });
});

test('a damaged trace is unknown, and so are traces without a decision', () => {
  const run = new RunStory().vote('n1 n2 n3').decide('n1', 'n1 n2 n3').run();
  const traces = run.traces.map((trace) => (trace.node === 'n2' ? { ...trace, state: 'damaged' as const } : trace));
  expect(checkCountedVotes({ ...run, traces })).toMatchObject({
    kind: 'unknown',
    reasons: [expect.stringContaining('trace of n2 is damaged')],
  });
  expect(checkCountedVotes(new RunStory().vote('n1 n2 n3').run())).toMatchObject({ kind: 'unknown' });
});
