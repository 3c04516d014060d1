import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBallotproof } from '../testing/start-ballotproof.ts';

let store: string;
beforeEach(() => {
  store = mkdtempSync(join(tmpdir(), 'ballotproof-play-'));
});
afterEach(() => {
  rmSync(store, { recursive: true, force: true });
});

test('a small scenario is played on real nodes, which are convicted as well', async () => {
  const onProcess = ['--environment', 'process', '--tries', '3', '--store', store, '--json'];
  const { status, stdout } = await startBallotproof('shrink', '1', '--mutant', 'recovery-in-same-round', ...onProcess)
    .ended;
  expect(status).toBe(1);
  const { played } = JSON.parse(stdout) as {
    played: readonly { verdict: string; convictedBy: string[]; happened: number; of: number }[];
  };
  expect(played).toHaveLength(3);
  const convicted = played.find(({ verdict }) => verdict === 'invalid');
  expect(convicted?.convictedBy).not.toEqual([]);
  // what a node that was let go does by its own clock need not come as it was written
  expect(convicted?.happened).toBeGreaterThan((convicted?.of ?? 0) / 2);
});

test('one that real nodes cannot be made to do is refused in one line', async () => {
  const onProcess = ['--environment', 'process', '--store', store];
  const { status, stderr } = await startBallotproof(
    'shrink',
    'testdata/directed/01-forgetful-promise.json',
    ...onProcess,
  ).ended;
  expect(status).toBe(254);
  expect(stderr).toMatch(/this scenario cannot be played on process: .+\.\n$/);
});
