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
