import { mkdtempSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareRun } from './prepare-run.ts';
import { openRun, readJson, runFiles } from './run-store.ts';

let storeDirectory: string;
beforeEach(() => {
  storeDirectory = realpathSync(mkdtempSync(join(tmpdir(), 'ballotproof-store-')));
});
afterEach(() => {
  rmSync(storeDirectory, { recursive: true });
});

const plan = prepareRun('register', { seed: '7' });
const open = () => openRun({ storeDirectory, plan, startedAt: '20261122T014915' });

test('a run lies under its scenario, time and seed, with its plan, and is the latest', () => {
  const { files } = open();
  expect(files.directory).toBe(join(storeDirectory, 'register', '20261122T014915-7'));
  expect(readJson(files.plan)).toEqual(plan);
  expect(realpathSync(join(storeDirectory, 'latest'))).toBe(files.directory);
  expect(readlinkSync(join(storeDirectory, 'latest'))).toBe('register/20261122T014915-7');
});

test('runs that begin in the same second share nothing', () => {
  const runs = [open(), open(), open()];
  expect(new Set(runs.map(({ files }) => files.directory)).size).toBe(3);
  expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
  expect(realpathSync(join(storeDirectory, 'latest'))).toBe(runs[2]?.files.directory);
});

test('a store that cannot be written is one clear error', () => {
  writeFileSync(join(storeDirectory, 'register'), 'not a directory');
  expect(open).toThrow(`cannot make a run in ${storeDirectory}; choose another --store.`);
});

test('a missing file reads as undefined, a broken one is an error that names it', () => {
  const { results } = runFiles(storeDirectory);
  expect(readJson(results)).toBeUndefined();
  writeFileSync(results, '{');
  expect(() => readJson(results)).toThrow(`${results} is not JSON.`);
});
