import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHistory, readTable } from '#checker';
import { mutated } from './mutated-text.ts';
import { samples } from './sample-histories.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'samples-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('every sample is a history that is read and judged, so that only damage is refused', async () => {
  const path = join(directory, 'history');
  const forms = new Set<string>();
  for (const sample of samples) {
    await writeFile(path, sample);
    const { table, format, hasRealTime } = await readTable(path, { byKey: 'auto' });
    forms.add(format);
    expect(checkHistory(table, { hasRealTime, now: () => 0 }).kind, sample).toBe('valid');
  }
  expect(forms.size).toBe(7);
});

test('one seed does one damage, and others do others', () => {
  const [sample = ''] = samples;
  const damages = Array.from({ length: 50 }, (_, seed) => Buffer.from(mutated(sample, seed)).toString('latin1'));
  expect(damages).toEqual(
    Array.from({ length: 50 }, (_, seed) => Buffer.from(mutated(sample, seed)).toString('latin1')),
  );
  expect(new Set(damages).size).toBeGreaterThan(40);
});
