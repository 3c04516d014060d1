import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawScenario, runScenario, scenarioText } from '../simulation/index.ts';
import { keptRunIn } from './kept-run.ts';

const scenario = drawScenario(1, { faults: 'none', operations: 2 });

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-run-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('a kept run is its scenario and, where that was written down, what came of it', () => {
  expect(keptRunIn(directory)).toBeNull();
  const scenarioFile = join(directory, 'scenario.json');
  writeFileSync(scenarioFile, scenarioText(scenario));
  expect(keptRunIn(directory)).toEqual({ scenarioFile, recorded: null });
  const outcome = runScenario(scenario);
  writeFileSync(join(directory, 'outcome.json'), JSON.stringify(outcome));
  expect(keptRunIn(directory)).toEqual({ scenarioFile, recorded: outcome });
});

test.each(['{}', '[]', 'null', '"valid"', '{"violation": null'])('what is no outcome is refused: %s', (text) => {
  writeFileSync(join(directory, 'scenario.json'), scenarioText(scenario));
  writeFileSync(join(directory, 'outcome.json'), text);
  expect(() => keptRunIn(directory)).toThrow(/outcome\.json is no(t JSON| outcome of a simulated run)/);
});
