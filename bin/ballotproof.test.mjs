import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../scripts/run-program.mjs';

// The command in a project of its own, with a stand-in for the real main.
const standIn = `
export async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'throw') throw new Error('thrown');
  if (argv[0] === 'stop without an answer') await new Promise(() => {});
  if (argv[0] === 'throw later') {
    setTimeout(() => { throw new Error('thrown later'); });
    await new Promise(() => {});
  }
  return Number(argv[0]);
}
`;
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballotproof-bin-'));
  for (const folder of ['bin', 'scripts']) cpSync(join(projectRoot, folder), join(root, folder), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(root, 'harness/cli'), { recursive: true });
  mkdirSync(join(root, 'node_modules/commander'), { recursive: true });
  writeFileSync(join(root, 'node_modules/commander/index.js'), '');
  writeFileSync(join(root, 'harness/cli/main.ts'), standIn);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each(['0', '1', '2', '254'])('the exit status is what main answers: %s', async (status) => {
  expect((await ballotproof(status)).status).toBe(Number(status));
});

test.each(['throw', 'throw later', 'stop without an answer'])(
  'a main that does %s is a failure of the harness',
  async (what) => {
    expect((await ballotproof(what)).status).toBe(255);
  },
);

test('a main that cannot be read is a failure of the harness', async () => {
  writeFileSync(join(root, 'harness/cli/main.ts'), 'export const main = ;');
  expect((await ballotproof('0')).status).toBe(255);
});

test('what was made of the sources runs where there is such', async () => {
  writeFileSync(join(root, 'harness/cli/main.js'), 'export const main = async () => 77;');
  expect((await ballotproof('0')).status).toBe(77);
});

test('without packages there is one line that says what to do', async () => {
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(await ballotproof('0')).toEqual({
    status: 255,
    errors: `Ballotproof's packages are not installed. Run "npm ci" in ${root}.\n`,
  });
});

function ballotproof(arg) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin/ballotproof.mjs'), arg]);
    let errors = '';
    child.stderr.on('data', (text) => {
      errors += text;
    });
    child.on('close', (status) => resolve({ status, errors }));
  });
}
