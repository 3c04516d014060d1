import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Op } from '#checker';
import { FileRecorder } from './recorder.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-recorder-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const read = { process: 3, type: 'invoke', f: 'read', key: 'r1', value: null } as const;
const clockAt = (times: number[]) => ({ nowNs: () => times.shift() ?? 0, wallMs: () => 0, sleep: async () => {} });
const linesOf = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

test('an op is on file, stamped, before its observer hears of it', () => {
  const path = join(directory, 'history.jsonl');
  const seen: { op: Op; onFile: unknown[] }[] = [];
  using recorder = new FileRecorder(path, clockAt([10, 20]), (op) => seen.push({ op, onFile: linesOf(path) }));
  recorder.record(read);
  recorder.record({ ...read, type: 'ok', value: 5 });
  expect(seen.map(({ op }) => op)).toEqual([
    { ...read, index: 0, timeNs: 10 },
    { ...read, type: 'ok', value: 5, index: 1, timeNs: 20 },
  ]);
  expect(seen.map(({ onFile }) => onFile.length)).toEqual([1, 2]);
  expect(linesOf(path)).toEqual(seen.map(({ op }) => op));
});

test('after closing nothing is added', () => {
  const path = join(directory, 'history.jsonl');
  const recorder = new FileRecorder(path, clockAt([]), () => {});
  recorder.record(read);
  recorder[Symbol.dispose]();
  recorder.record(read);
  recorder[Symbol.dispose]();
  expect(linesOf(path)).toHaveLength(1);
});
