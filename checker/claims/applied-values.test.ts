import { expect, test } from 'vitest';
import { checkAppliedValues } from './applied-values.ts';
import { RunStory } from './claimed-run.ts';

test('the same, chosen value at each instance is valid, also when a node executes it again after a start', () => {
  const story = new RunStory().vote('n1 n2 n3').apply('n1').apply('n2').apply('n1');
  expect(checkAppliedValues(story.run())).toEqual({
    kind: 'valid',
    evidence: ['All nodes executed the same, chosen value in each of 1 instances.'],
  });
});

test('two nodes that execute different values are convicted', () => {
  const story = new RunStory()
    .vote('n1 n2 n3')
    .vote('n1 n2 n3', { round: 20, value: 'b' })
    .apply('n1')
    .apply('n2', { value: 'b' });
  expect(checkAppliedValues(story.run())).toMatchObject({
    kind: 'invalid',
    evidence: ['Instance 1: n1 executed a, n2 executed b.'],
  });
});

test('a value that nobody chose is convicted, and unknown where a journal is missing that may hold the votes', () => {
  const story = new RunStory().vote('n1 n2').apply('n1');
  expect(checkAppliedValues(story.run())).toMatchObject({
    kind: 'invalid',
    evidence: ['Instance 1: n1 executed a, which no quorum of journals voted for in one round.'],
  });
  expect(checkAppliedValues(story.run(['n5']))).toMatchObject({
    kind: 'unknown',
    reasons: expect.arrayContaining(['Whether the executed value was chosen hangs on unread journals in instances 1.']),
  });
});

test('traces without an execution are unknown', () => {
  expect(checkAppliedValues(new RunStory().vote('n1 n2 n3').run())).toMatchObject({ kind: 'unknown' });
});
