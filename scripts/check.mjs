import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingLine } from './closing-line-reporter.ts';
import { runProgram } from './run-program.mjs';

// `npm run check`: types, lint, format and import order, then all tests. Arguments go to vitest. It goes on after a
// failure, counts each part before the tests as one test, and closes with `N passed, N failed`.

const parts = [
  { name: 'types', program: ['tsc', '-p', '.'] },
  { name: 'lint', program: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', program: ['biome', 'check', '--error-on-warnings', '.'] },
];

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const { name, program } of parts) {
  console.log(`== ${name}`);
  const [file, ...args] = program;
  const isGood = (await runProgram(file, args)) === 0;
  counts[isGood ? 'passed' : 'failed'] += 1;
  if (!isGood) console.log(`${name}: FAILED`);
}
console.log('== tests');
addCounts(await runTests(process.argv.slice(2)));
console.log(closingLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

async function runTests(args) {
  const directory = mkdtempSync(join(tmpdir(), 'ballotproof-check-'));
  const countsFile = join(directory, 'counts.json');
  try {
    const status = await runProgram('vitest', ['run', ...args], { env: { BALLOTPROOF_TEST_COUNTS: countsFile } });
    const tests = readCounts(countsFile);
    // However vitest came to fail, what it counted must not hide it.
    return status !== 0 && tests.failed === 0 ? { ...tests, failed: 1 } : tests;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readCounts(countsFile) {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // vitest ended before it could count
  }
}

function addCounts(tests) {
  for (const name of Object.keys(counts)) counts[name] += tests[name];
}
