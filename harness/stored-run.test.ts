import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareRun } from './prepare-run.ts';
import { runFiles, writeJson } from './run-store.ts';
import { readObservations, readPlan } from './stored-run.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-stored-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

test.each([undefined, { kind: 'grid', rows: 2, columns: 3, fastColumns: 2 } as const])(
  'a plan is read as it was written, with the quorums %o',
  (quorums) => {
    const plan = prepareRun('register', { seed: '7', quorums });
    writeJson(runFiles(directory).plan, plan);
    expect(readPlan(runFiles(directory))).toEqual(plan);
  },
);

test('a plan from before there were other systems has quorums by size, and steers no messages', () => {
  const { messages, ...plan } = prepareRun('register', { seed: '7' });
  writeJson(runFiles(directory).plan, { ...plan, quorums: { nodes: 5, phase1: 3, classic: 3, fast: 4 } });
  expect(readPlan(runFiles(directory))).toEqual({ ...plan, messages });
  expect(messages).toBeNull();
});

test('a plan of another version is an error that names the run', () => {
  writeJson(runFiles(directory).plan, { version: 2 });
  expect(() => readPlan(runFiles(directory))).toThrow(`${directory} is not a run of this version`);
  expect(readObservations(runFiles(directory))).toBeNull();
});
