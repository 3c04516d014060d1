import { expect, test } from 'vitest';
import { startBallotproof } from '../testing/start-ballotproof.ts';
import { expectBreakShown } from './testing/shown-break.ts';

test('quorums that do not meet are broken on processes, and safe ones survive the same schedule', async () => {
  await expectBreakShown('process');
}, 240_000);

test.each<readonly [string, readonly string[], RegExp]>([
  ['sizes that make no sense', ['--nodes', '5', '--phase1', '3', '--classic', '3', '--fast', '6'], /from 1 to 5/],
  ['a size that is missing', ['--nodes', '5', '--phase1', '3'], /--classic is missing/],
  ['a file beside sizes', ['examples/grid-2x3.json', '--nodes', '5'], /give one of them/],
  ['a schedule that is none', ['--schedule', 'package.json'], /the file has an unknown key "name"/],
  ['a sweep on processes', ['--up-to', '4', '--run', '--environment', 'process'], /add --run --environment sim/],
])('%s: one line, and exit status 254', async (_, args, line) => {
  const { status, stdout, stderr } = await startBallotproof('quorum', 'break', ...args).ended;
  expect({ status, stdout }).toEqual({ status: 254, stdout: '' });
  expect(stderr).toMatch(line);
  expect(stderr.trimEnd()).not.toContain('\n');
});

test('safe quorums: there is nothing to break', async () => {
  const { status, stdout } = await startBallotproof(
    'quorum',
    'break',
    '--nodes',
    '5',
    '--phase1',
    '3',
    '--classic',
    '3',
    '--fast',
    '4',
  ).ended;
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'N=5 L=3 R=3 F=4 is safe: there is nothing to break.\n' });
});
