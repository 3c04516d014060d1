import { expect, test } from 'vitest';
import { type Mutant, mutants } from '#cluster-node';
import { invariant } from '#foundation';
import { type PlayedMutant, type PlayedRun, playedReport, playedText } from './played-report.ts';

const convicted: PlayedRun = {
  verdict: 'invalid',
  convictedBy: ['linearizability', 'agreement'],
  happened: 24,
  of: 25,
  directory: 'store/played/1',
};
const innocent: PlayedRun = { ...convicted, verdict: 'valid', convictedBy: [], happened: 9 };
const run = { environment: 'process', durationMs: 1_500 };

function mutantNamed(name: string): Mutant {
  const mutant = mutants.get(name);
  invariant(mutant !== undefined, 'the mutant exists', { name });
  return mutant;
}

function played(name: string, tries: readonly PlayedRun[], control: PlayedRun | null = innocent): PlayedMutant {
  return { mutant: mutantNamed(name), objection: null, tries, control };
}

const inexpressible: PlayedMutant = {
  mutant: mutantNamed('torn-vote'),
  objection: 'it needs a disk',
  tries: [],
  control: null,
};

test('all is well when each mutant is convicted in one of its tries, and the correct node in none', () => {
  const report = playedReport([played('amnesia', [innocent, convicted]), played('no-k2a', [convicted])], run);
  expect(report).toMatchObject({ verdict: 'valid', survived: [], accused: [] });
  const text = playedText(report);
  expect(text).toContain('On process 2 of 2 mutants are convicted, 1 of them in the first try.');
  expect(text).toMatch(/amnesia +N=3 .*linearizability, agreement +2 +24 of 25 +valid\n/);
});

test('a mutant that no try convicts has survived, and is named', () => {
  const report = playedReport([played('amnesia', [innocent, innocent])], run);
  expect(report).toMatchObject({ verdict: 'invalid', survived: ['amnesia'] });
  expect(playedText(report)).toContain('survived: amnesia');
});

test('the correct node that is convicted under a schedule is accused', () => {
  const report = playedReport([played('amnesia', [convicted], convicted)], run);
  expect(report).toMatchObject({ verdict: 'invalid', accused: ['amnesia'] });
  expect(playedText(report)).toContain('The correct node was convicted under the schedules of amnesia.');
});

test('a control of which nothing can be said is no conviction, and does not count as valid', () => {
  const report = playedReport([played('amnesia', [convicted], { ...innocent, verdict: 'unknown' })], run);
  expect(report.verdict).toBe('valid');
  expect(playedText(report)).toContain('in none of 1 runs under the same schedules, and found valid in 0.');
});

test('a schedule that cannot be played is told with the reason, and proves nothing', () => {
  const report = playedReport([inexpressible], run);
  expect(report.verdict).toBe('unknown');
  expect(playedText(report)).toContain('Not expressible: bug 3, torn-vote: it needs a disk.');
  expect(playedReport([inexpressible, played('amnesia', [convicted])], run)).toMatchObject({ verdict: 'valid' });
});
