import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// Each test is a run of vitest on a project of its own that holds the named files.
const projectRoot = join(import.meta.dirname, '..');
const good = `import { test } from 'vitest'; test('good', () => {});`;
const bad = `import { test } from 'vitest'; test('bad', () => { throw new Error('bad'); });`;
const skipped = `import { test } from 'vitest'; test.skip('skipped', () => {});`;
const notImportable = `import './there-is-no-such-file.js';`;
const lateError = `import { test } from 'vitest'; test('good', () => { Promise.reject(new Error('late')); });`;
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballotproof-reporter-'));
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each([
  { what: 'a good test', files: { good }, line: '1 passed, 0 failed', status: 0 },
  {
    what: 'a good, a bad and a skipped test',
    files: { good, bad, skipped },
    line: '1 passed, 1 failed, 1 skipped',
    status: 1,
  },
  { what: 'a file that does not import', files: { good, notImportable }, line: '1 passed, 1 failed', status: 1 },
  { what: 'an error outside its tests', files: { lateError }, line: '1 passed, 1 failed', status: 1 },
])('a run with $what closes with: $line', async ({ files, line, status }) => {
  for (const [name, source] of Object.entries(files)) writeFileSync(join(root, `${name}.test.js`), source);
  const run = await vitestRun();
  expect(run.lines.at(-1)).toBe(line);
  expect(run.status).toBe(status);
});

function vitestRun(): Promise<{ lines: string[]; status: number | null }> {
  const reporter = join(import.meta.dirname, 'closing-line-reporter.ts');
  const env = { ...process.env };
  delete env['BALLOTPROOF_TEST_COUNTS'];
  return new Promise((resolve) => {
    const args = [join(projectRoot, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root];
    const child = spawn(process.execPath, [...args, '--reporter=default', `--reporter=${reporter}`], { env });
    let output = '';
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.on('close', (status) => resolve({ lines: output.trimEnd().split('\n'), status }));
  });
}
