import { expect, test } from 'vitest';
import { checkAcceptorRules } from './acceptor-rules.ts';
import { RunStory } from './claimed-run.ts';

test('an acceptor that goes upwards keeps to the rules, and may repeat itself', () => {
  const story = new RunStory()
    .record('n1', { kind: 'promise', round: 10 })
    .record('n1', { kind: 'promise', round: 10 })
    .vote('n1 n1', { instance: 1, round: 10 })
    .record('n1', { kind: 'promise-instance', instance: 1, round: 20 })
    .vote('n1', { instance: 2, round: 10 }) // the promise of instance 1 does not close the round for others
    .vote('n1', { instance: 1, round: 20, value: 'b' })
    .vote('n1', { instance: 3, round: 30 }) // a vote without a promise raises its own instance only
    .record('n1', { kind: 'promise', round: 11 })
    .record('n1', { kind: 'chosen', instance: 1, value: 'b' });
  expect(checkAcceptorRules(story.run())).toMatchObject({
    kind: 'valid',
    evidence: [expect.stringMatching(/^10 records in 5 journals/)],
  });
});

test.each([
  [
    'a promise below an earlier one',
    (story: RunStory) =>
      story.record('n2', { kind: 'promise', round: 20 }).record('n2', { kind: 'promise', round: 10 }),
    'n2, record 1: promised round 10 after round 20.',
  ],
  [
    'a promise for one instance below the promise for all',
    (story: RunStory) =>
      story
        .record('n2', { kind: 'promise', round: 20 })
        .record('n2', { kind: 'promise-instance', instance: 4, round: 11 }),
    'n2, record 1: promised round 11 for instance 4 after round 20.',
  ],
  [
    'a vote below the promise',
    (story: RunStory) => story.record('n2', { kind: 'promise', round: 20 }).vote('n2'),
    'n2, record 1: voted a in round 10 of instance 1 although it had promised round 20.',
  ],
  [
    'a vote below the promise of its instance',
    (story: RunStory) => story.record('n2', { kind: 'promise-instance', instance: 1, round: 20 }).vote('n2'),
    'n2, record 1: voted a in round 10 of instance 1 although it had promised round 20.',
  ],
  [
    'two values in one round',
    (story: RunStory) => story.vote('n2', { round: 11 }).vote('n2', { round: 11, value: 'b' }),
    'n2, record 1: voted b in round 11 of instance 1, where it had voted a.',
  ],
  [
    'a vote below an earlier vote',
    (story: RunStory) => story.vote('n2', { round: 20 }).vote('n2'),
    'n2, record 1: voted a in round 10 of instance 1 although it had voted in round 20.',
  ],
])('%s is convicted, with node and record', (_what, tell, sentence) => {
  expect(checkAcceptorRules(tell(new RunStory()).run())).toMatchObject({
    kind: 'invalid',
    evidence: [sentence],
    details: { violations: [{ node: 'n2', record: 1 }] },
  });
});

test('a violation does not make the acceptor forget what it voted before', () => {
  const story = new RunStory().vote('n2', { round: 20 }).vote('n2').vote('n2', { round: 20, value: 'b' });
  expect(checkAcceptorRules(story.run())).toMatchObject({
    evidence: [expect.any(String), 'n2, record 2: voted b in round 20 of instance 1, where it had voted a.'],
  });
});

test('a missing journal is unknown, and so are journals without a record', () => {
  expect(checkAcceptorRules(new RunStory().vote('n1').run(['n5']))).toMatchObject({
    kind: 'unknown',
    reasons: [expect.stringContaining('n5 is missing')],
  });
  expect(checkAcceptorRules(new RunStory().run())).toMatchObject({ kind: 'unknown' });
});

test('after many violations the rest is counted', () => {
  const story = new RunStory().record('n1', { kind: 'promise', round: 20 });
  for (let instance = 1; instance <= 25; instance++) story.vote('n1', { instance });
  const verdict = checkAcceptorRules(story.run());
  expect(verdict.kind === 'invalid' && verdict.evidence.at(-1)).toBe('There are 5 more violations of this kind.');
});
