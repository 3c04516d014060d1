import { expect, test } from 'vitest';
import { startBallotproof } from './testing/start-ballotproof.ts';

const large = ['explore', '--nodes', '5', '--phase1', '3', '--classic', '3', '--rounds', '3', '--crashes', '2'];

test('an exploration that is interrupted tells how far it came, and is not complete', async () => {
  const { child, ended } = startBallotproof(...large);
  const heard = new Promise((resolve) => child.stderr?.once('data', resolve));
  await heard;
  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  expect(stderr).toContain('stopping: how far it came is told');
  expect([status, stdout]).toEqual([2, expect.stringContaining('not complete: it was stopped')]);
});

test.each([
  [
    'sizes that are missing',
    ['--nodes', '3'],
    '--phase1 is missing: give --nodes, --phase1, --classic and perhaps --fast',
  ],
  [
    'a file in no folder',
    ['--mutant', 'no-k2a', '--out', '/nowhere/way.json'],
    '--out /nowhere/way.json: there is no folder /nowhere.',
  ],
])('refused before anything is explored: %s', async (_what, options, line) => {
  const { status, stdout, stderr } = await startBallotproof('explore', ...options).ended;
  expect([status, stdout, stderr.trimEnd()]).toEqual([254, '', expect.stringContaining(line)]);
});
