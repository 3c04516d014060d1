import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../harness-error.ts';
import { runScenario, scenarioText } from '../../simulation/index.ts';
import { readScenarioFile } from './scenario-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-scenario-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const fileOf = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const story = `A leader that is lost

> a cluster of 3 with quorums 2/2
> lose 1a from n1 to n3
> n1 begins a classic round
> crash n1 in its next write, with 50 % of it on disk
> c1 asks n1 to write x = 1
> restart n1
> the clock of n2 runs at 0.9
> how does it end?
`;

test('a story is read as a scenario, which goes on as any other', () => {
  const scenario = readScenarioFile(fileOf('story.txt', story));
  const written = readScenarioFile(fileOf('scenario.json', scenarioText(scenario)));
  expect(written).toEqual(scenario);
  expect(scenario.because).toBe('A leader that is lost');
  expect(runScenario(written)).toEqual(runScenario(scenario));
});

test.each([
  ['scenario.json', '{"version": 2}', /scenario\.json: /],
  ['scenario.json', '{', /is not JSON/],
  [
    'story.txt',
    story.replace('crash n1', 'crush n1'),
    /does not understand "crush n1 in .*"; did you mean "crash NODE in .*"\?/,
  ],
  ['story.txt', story.replace('2/2', '4/2'), /from 1 to 3/],
])('%s that is wrong is refused in one line', (name, text, reason) => {
  const read = (): unknown => readScenarioFile(fileOf(name, text));
  expect(read).toThrow(UsageError);
  expect(read).toThrow(reason);
  expect(read).not.toThrow('\n');
});

test('a file that is not there is told as one that cannot be read', () => {
  expect(() => readScenarioFile(join(directory, 'none.json'))).toThrow('cannot be read');
});
