import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyNotInstalled } from './ensure-installed.mjs';

const runtimePath = `node_modules/node-${process.platform}-${process.arch}`;
const wanted = {
  'node_modules/commander': { version: '15.1.0' },
  'node_modules/for-another-platform': { version: '1.0.0', optional: true },
  [runtimePath]: { version: '24.21.0', optional: true },
};
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ballotproof-install-'));
  writeFileSync(join(root, 'package-lock.json'), lockFile({ '': { name: 'ballotproof' }, ...wanted }));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a checkout without node_modules is not installed', () => {
  expect(whyNotInstalled(root)).toBe('node_modules is missing');
});

test('packages of other platforms need not be there', () => {
  install({ 'node_modules/commander': { version: '15.1.0' }, [runtimePath]: { version: '24.21.0' } });
  expect(whyNotInstalled(root)).toBeNull();
});

test('a package in another version is not the one of the lock file', () => {
  install({ 'node_modules/commander': { version: '14.0.0' }, [runtimePath]: { version: '24.21.0' } });
  expect(whyNotInstalled(root)).toBe('node_modules/commander 15.1.0 is missing');
});

test('the Node of this platform is needed although npm calls it optional', () => {
  install({ 'node_modules/commander': { version: '15.1.0' } });
  expect(whyNotInstalled(root)).toBe(`${runtimePath} 24.21.0 is missing`);
});

test('a package whose directory was deleted is missing', () => {
  install({ 'node_modules/commander': { version: '15.1.0' }, [runtimePath]: { version: '24.21.0' } });
  rmSync(join(root, 'node_modules/commander'), { recursive: true });
  expect(whyNotInstalled(root)).toBe('node_modules/commander 15.1.0 is missing');
});

function install(packages) {
  for (const path of Object.keys(packages)) mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), lockFile(packages));
}

function lockFile(packages) {
  return JSON.stringify({ lockfileVersion: 3, packages });
}
