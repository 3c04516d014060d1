import { expect, test } from 'vitest';
import { checkAgreement } from './agreement.ts';
import { RunStory } from './claimed-run.ts';

test('one value per instance is agreement, whatever its rounds, and whatever minorities voted', () => {
  const story = new RunStory()
    .vote('n1 n2', { round: 11, value: 'a' })
    .vote('n3 n4 n5', { round: 11, value: 'b' })
    .vote('n1 n2 n3', { round: 20, value: 'b' })
    .vote('n2 n3 n4', { round: 30, value: 'b' })
    .vote('n1 n2 n3 n4', { instance: 2, round: 11, value: 'c' })
    .vote('n5', { instance: 3 });
  expect(checkAgreement(story.run())).toEqual({
    kind: 'valid',
    evidence: [
      'In 3 instances the journals of n1, n2, n3, n4 and n5 choose no second value; in 2 of them they choose one.',
    ],
  });
});

test('two values with a quorum each are convicted, with instance, rounds, values and voters', () => {
  const story = new RunStory()
    .vote('n1 n2 n3', { instance: 7, value: 'a' })
    .vote('n3 n4 n5', { instance: 7, round: 20, value: 'b' });
  expect(checkAgreement(story.run())).toMatchObject({
    kind: 'invalid',
    evidence: [
      'Instance 7: two values are chosen: a in classic round 10 by n1, n2 and n3; b in classic round 20 by n3, n4 and n5.',
    ],
    details: { violations: [{ instance: 7 }], count: 1 },
  });
});

test('a fast round needs a fast quorum, a classic round a classic one', () => {
  const beside = new RunStory().vote('n1 n2 n3 n4', { round: 11 });
  expect(checkAgreement(beside.vote('n3 n4 n5', { round: 21, value: 'b' }).run()).kind).toBe('valid');
  expect(checkAgreement(beside.vote('n2', { round: 21, value: 'b' }).run()).kind).toBe('invalid');
});

test('votes of several rounds do not add up to a quorum, nor do two votes of one acceptor', () => {
  const story = new RunStory()
    .vote('n1 n2 n3')
    .vote('n4 n5 n5', { round: 20, value: 'b' })
    .vote('n1', { round: 30, value: 'b' });
  expect(checkAgreement(story.run()).kind).toBe('valid');
});

test('two values in one classic round are convicted though none is chosen; a fast round may carry several', () => {
  const divided = (round: number) =>
    new RunStory().vote('n1', { round, value: 'a' }).vote('n2', { round, value: 'b' }).run();
  expect(checkAgreement(divided(11)).kind).toBe('valid');
  expect(checkAgreement(divided(10))).toMatchObject({
    kind: 'invalid',
    evidence: [
      'Instance 1: classic round 10 carries two values: a in classic round 10 by n1; b in classic round 10 by n2.',
    ],
  });
});

test('a missing journal is unknown, and names the instances that hang on it', () => {
  const story = new RunStory()
    .vote('n1 n2 n3', { instance: 1 })
    .vote('n1 n2 n3', { instance: 2 })
    .vote('n3 n4', { instance: 2, round: 20, value: 'b' });
  expect(checkAgreement(story.run(['n5']))).toEqual({
    kind: 'unknown',
    reasons: [
      'The journal of n5 is missing, so that not all of its votes are known.',
      'The unread votes could choose a second value in instances 2 (1 of 2).',
    ],
  });
  expect(checkAgreement(story.run(['n4', 'n5', 'n2']))).toMatchObject({
    reasons: expect.arrayContaining([
      'n2, n4 and n5 are a quorum by themselves: their votes could choose a second value in every instance.',
    ]),
  });
});

test('the records of a damaged journal before the damage still convict', () => {
  const run = new RunStory().vote('n1 n2 n3').vote('n3 n4 n5', { round: 20, value: 'b' }).run();
  const journals = run.journals.map((journal) =>
    journal.node === 'n5' ? { ...journal, state: 'damaged' as const } : journal,
  );
  expect(checkAgreement({ ...run, journals }).kind).toBe('invalid');
});

test('journals without a vote are unknown', () => {
  expect(checkAgreement(new RunStory().run())).toMatchObject({ kind: 'unknown' });
});

test('fifty thousand instances with five votes each are judged in well under the time that a person notices', () => {
  const story = new RunStory();
  for (let instance = 1; instance <= 50_000; instance++)
    story.vote('n1 n2 n3 n4 n5', { instance, round: 11, value: `v${instance}` });
  story.vote('n1 n2 n3', { instance: 49_999, round: 20, value: 'other' });
  const run = story.run();
  const start = performance.now();
  expect(checkAgreement(run)).toMatchObject({ kind: 'invalid', details: { violations: [{ instance: 49_999 }] } });
  expect(performance.now() - start).toBeLessThan(5_000);
});
