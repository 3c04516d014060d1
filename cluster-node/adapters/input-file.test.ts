import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DecodedInputs, decodeInputs } from '../input-codec.ts';
import type { SteppedBatch } from '../ports.ts';
import { InputFile } from './input-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ballotproof-inputs-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const life = { node: 'n1', incarnation: 2 };
const batch: SteppedBatch = { events: [{ kind: 'start' }], nowMs: 1.5, wallMs: 2, effects: [], failure: null };
const written = (): DecodedInputs | null => decodeInputs(readFileSync(join(directory, '2')));

test('what is flushed is on file, and what is not is lost with the node', () => {
  const file = new InputFile(directory, 0, life);
  file.record(batch);
  file.flush();
  file.record(batch);
  expect(written()).toMatchObject({ ...life, batches: [{ nowMs: 1.5 }], end: 'cut', tornBytes: 0 });
  file.end();
  expect(written()).toMatchObject({ batches: [{}, {}], end: 'whole' });
  file.record(batch);
  file.flush();
  expect(written()?.batches).toHaveLength(2);
});

test('much is written at once, without waiting for the next flush', () => {
  const file = new InputFile(directory, 0, life);
  const many = { ...batch, events: Array.from({ length: 20_000 }, () => ({ kind: 'start' }) as const) };
  file.record(many);
  expect(written()?.batches).toHaveLength(1);
  file.end();
});

test('a life replaces one of its number that ended before it was on disk, and no other', () => {
  writeFileSync(join(directory, '1'), 'of the life before');
  writeFileSync(join(directory, '2'), 'torn');
  new InputFile(directory, 0, life).end();
  expect(written()).toMatchObject({ ...life, end: 'whole', tornBytes: 0 });
  expect(readdirSync(directory)).toEqual(['1', '2']);
});
