import { expect, test } from 'vitest';
import { safeSettings } from '#quorums';
import type { SettingsList } from '../../quorum-report/settings-list.ts';
import { startBallotproof } from '../testing/start-ballotproof.ts';

test('an answer that is longer than a pipe holds arrives whole', async () => {
  const { status, stdout } = await startBallotproof('quorum', 'list', '12', '--all', '--json').ended;
  expect(stdout.length).toBeGreaterThan(2 * 65_536);
  const { settings } = JSON.parse(stdout) as SettingsList;
  expect([status, settings.length]).toEqual([0, safeSettings(12).length]);
});
