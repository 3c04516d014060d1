import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tellStory } from './index.ts';

const directory = join(import.meta.dirname, '../../testdata/stories');
const stories = readdirSync(directory);
const read = (name: string): string => readFileSync(join(directory, name), 'utf8');

/** `npm test -- -u harness/stories` writes them anew; the difference is to be read like code. */
describe('the story', () => {
  test.each(stories)('%s goes as it is told', async (name) => {
    await expect(tellStory(read(name))).toMatchFileSnapshot(join(directory, name));
  });

  test.each(stories)('%s begins with a title and a paragraph on what it shows', (name) => {
    expect(read(name)).toMatch(/^[A-Z][^\n]{10,79}[^.\n]\n\n[A-Z](?:[^\n>]+\n){2,}\n/);
  });
});

/** Each story is about a rule, and has to show what becomes of it without that rule. */
describe('the story goes wrong where the rule is broken that it is about:', () => {
  test.each([
    ['classic-commit', 'stale-accept', 'regression'],
    ['fast-commit', 'fast-counted-as-classic', 'agreement'],
    ['collision-and-recovery', 'recovery-in-same-round', 'picking'],
    ['k2a-keeps-the-value', 'no-k2a', 'picking'],
    ['k2b-one-of-two', 'highest-round-without-o4', 'picking'],
    ['leader-change-with-a-hole', 'one-empty-report-frees', 'picking'],
    ['leader-change-in-recovery', 'lowest-round-first', 'picking'],
    ['torn-vote', 'torn-vote', 'halt'],
    ['vote-written-and-not-sent', 'own-value-first', 'picking'],
    ['duplicate-in-two-instances', 'no-sessions', 'linearizability'],
    ['retry-from-the-session', 'amnesia', 'regression'],
    ['fall-back-and-return', 'any-from-too-low', 'picking'],
    ['lease-read', 'lease-without-margin', 'linearizability'],
    ['catch-up', 'early-answer', 'agreement'],
    ['alarm', 'highest-round-without-o4', 'picking'],
  ])('%s, %s: %s', (name, mutant, judge) => {
    expect(tellStory(read(`${name}.txt`), mutant)).toMatch(new RegExp(`^ {4}VIOLATION +${judge}: `, 'm'));
  });
});
