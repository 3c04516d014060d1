import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tellStory } from './index.ts';

const directory = join(import.meta.dirname, '../../testdata/stories');
const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
const stories = readdirSync(directory)
  .filter((name) => name.endsWith('.txt'))
  .sort();

/** What each story that ends well is about: a rule without which it goes wrong, and who then objects. */
const brokenRules: readonly (readonly [story: string, mutant: string, judge: string])[] = [
  ['catch-up', 'applies-past-a-hole', 'divergence'],
  ['classic-commit', 'stale-accept', 'regression'],
  ['collision-and-recovery', 'recovery-in-same-round', 'picking'],
  ['duplicate-in-two-instances', 'no-sessions', 'linearizability'],
  ['failed-sync', 'unsynced-vote', 'durability'],
  ['fall-back-and-return', 'any-from-too-low', 'picking'],
  ['fast-commit', 'fast-counted-as-classic', 'agreement'],
  ['k2a-keeps-the-value', 'no-k2a', 'picking'],
  ['k2b-one-of-two', 'highest-round-without-o4', 'picking'],
  ['late-proposal', 'stale-accept', 'regression'],
  ['leader-change-in-recovery', 'lowest-round-first', 'picking'],
  ['leader-change-with-a-hole', 'one-empty-report-frees', 'picking'],
  ['lease-read', 'lease-without-margin', 'linearizability'],
  ['lease-read', 'lease-on-wall-clock', 'linearizability'],
  ['read-by-index', 'confirms-after-promising', 'linearizability'],
  ['retry-from-the-session', 'no-sessions', 'linearizability'],
  ['torn-vote', 'torn-vote', 'halt'],
  ['vote-written-and-not-sent', 'own-value-first', 'picking'],
];

/** `npm test -- harness/stories -u` writes them anew; the difference is to be read like code. */
describe('the story', () => {
  test.each(stories)('%s goes as it is told', async (name) => {
    await expect(tellStory(read(name))).toMatchFileSnapshot(join(directory, name));
  });

  test.each(stories)('%s begins with a title and a paragraph on what it shows', (name) => {
    expect(read(name)).toMatch(/^[A-Z][^\n]{10,79}[^.\n]\n\n[A-Z](?:[^\n>]+\n){2,}\n/);
  });
});

test('the list of stories has each once', () => {
  const links = [...read('README.md').matchAll(/\]\((?<file>[^)/]+\.txt)\)/g)].map(
    (link) => link.groups?.['file'] ?? '',
  );
  expect(links.toSorted()).toEqual(stories);
});

describe('without its rule the story goes wrong:', () => {
  test.each(brokenRules)('%s, %s: %s', (name, mutant, judge) => {
    expect(tellStory(read(`${name}.txt`), mutant)).toMatch(new RegExp(`^ {4}VIOLATION +${judge}: `, 'm'));
  });

  test('and those without a rule in this table go wrong anyway', () => {
    const goWrong = stories.filter((name) => read(name).includes('VIOLATION'));
    const wouldGoWrong = brokenRules.map(([name]) => `${name}.txt`);
    expect([...new Set(wouldGoWrong), ...goWrong].sort()).toEqual(stories);
  });
});
