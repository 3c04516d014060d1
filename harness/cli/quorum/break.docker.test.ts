import { test } from 'vitest';
import { expectBreakShown } from './testing/shown-break.ts';

test('quorums that do not meet are broken in containers, and safe ones survive the same schedule', async () => {
  await expectBreakShown('docker');
}, 300_000);
