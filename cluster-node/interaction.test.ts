import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runStory } from './testing/interaction-script.ts';

const directory = join(import.meta.dirname, 'testdata');
const stories = readdirSync(directory).filter((name) => name.endsWith('.txt'));

/** `npm test -- -u` writes the stories anew; the difference is to be read like code. */
describe('the story', () => {
  test.each(stories)('%s goes as it is told', async (name) => {
    const path = join(directory, name);
    await expect(runStory(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path);
  });
});

test('a story that cannot be understood is refused', () => {
  expect(() => runStory('propose n1 x=a')).toThrow('begins with a cluster');
  expect(() => runStory('cluster 3 phase1=2 classic=2\nreboot n1')).toThrow('no command "reboot n1"');
  expect(() => runStory('cluster 3 phase1=2 classic=2\ncrash n4')).toThrow('no node "n4"');
});
