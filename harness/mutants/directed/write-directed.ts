import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarioText } from '../../simulation/index.ts';
import { directedFile } from './directed-file.ts';
import { directedScenarios } from './index.ts';

/** `node harness/mutants/directed/write-directed.ts`: writes `testdata/directed` anew from the schedules. */
const directory = join(import.meta.dirname, '../../../testdata/directed');

rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
for (const [mutant, scenario] of directedScenarios)
  writeFileSync(join(directory, directedFile(mutant)), scenarioText(scenario));
