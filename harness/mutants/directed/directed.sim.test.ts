import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mutants } from '#cluster-node';
import { runScenario, scenarioText } from '../../simulation/index.ts';
import { convictionIn } from '../conviction.ts';
import { directedFile } from './directed-file.ts';
import { directedScenarios } from './index.ts';

const directory = join(import.meta.dirname, '../../../testdata/directed');
const scenarios = [...directedScenarios];

test('every mutant has a directed scenario', () => {
  expect([...directedScenarios.keys()].sort()).toEqual([...mutants.keys()].sort());
});

test('testdata/directed holds these scenarios and no others', () => {
  expect(readdirSync(directory).sort()).toEqual(scenarios.map(([name]) => directedFile(name)).sort());
});

test.each(scenarios)('the file of %s is what its schedule says', (name, scenario) => {
  // to renew it: node harness/mutants/directed/write-directed.ts
  expect(readFileSync(join(directory, directedFile(name)), 'utf8')).toBe(scenarioText(scenario));
});

describe('one run of the directed scenario', () => {
  test.each(scenarios)('convicts %s, and so does what its clients saw', (_name, scenario) => {
    expect(convictionIn(scenario, 'everybody')).not.toBeNull();
    expect(convictionIn(scenario, 'clients')).not.toBeNull();
  });

  test.each(scenarios)('finds nothing wrong with the correct node under the schedule of %s', (_name, scenario) => {
    expect(runScenario({ ...scenario, mutant: null }).violation).toBeNull();
  });
});
