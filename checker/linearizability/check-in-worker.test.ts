import { expect, test } from 'vitest';
import { historyOf } from '../history/history-of.ts';
import { pairOps } from '../history/pair-ops.ts';
import { randomHistory } from '../history/random-history.ts';
import { checkInWorker } from './check-in-worker.ts';

const hardHistory = pairOps(
  randomHistory({ seed: 1, clients: 50, keys: 1, operations: 6000, values: 5, crashPercent: 5, wrongReadPercent: 0.3 }),
);

test('a worker gives the verdict of the checker', async () => {
  const legal = pairOps(historyOf('1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read 1'));
  const stale = pairOps(historyOf('1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read null'));
  expect(await checkInWorker(legal, 'register')).toMatchObject({ kind: 'valid' });
  expect(await checkInWorker(stale, 'register')).toMatchObject({
    kind: 'invalid',
    details: { key: 'x', op: { invokeIndex: 2 } },
  });
});

test('what the checker refuses is refused', async () => {
  const foreign = pairOps(historyOf('1 invoke append 1\n1 ok append 1'));
  await expect(checkInWorker(foreign, 'register')).rejects.toMatchObject({ name: 'ModelError' });
});

test('past the time limit the verdict is unknown', async () => {
  const verdict = await checkInWorker(hardHistory, 'register', { timeLimitMs: 200 });
  expect(verdict).toMatchObject({ kind: 'unknown', details: { keys: [{ limit: 'time' }] } });
});

test('past the memory limit the verdict is unknown', async () => {
  const verdict = await checkInWorker(hardHistory, 'register', { memoryLimitBytes: 1_000_000 });
  expect(verdict).toMatchObject({ kind: 'unknown', reasons: [expect.stringContaining('memory')] });
});

test('a heap that is too small for the history is unknown, not a crash', async () => {
  const long = randomHistory({ seed: 1, clients: 5, keys: 1, operations: 150_000, values: 'unique', crashPercent: 0 });
  const verdict = await checkInWorker(pairOps(long), 'register', { memoryLimitBytes: 32 * 2 ** 20 });
  expect(verdict).toMatchObject({ kind: 'unknown', reasons: [expect.stringContaining('memory')] });
});

test('a check that is called off is unknown at once', async () => {
  const controller = new AbortController();
  const verdict = checkInWorker(hardHistory, 'register', { signal: controller.signal });
  controller.abort();
  expect(await verdict).toEqual({ kind: 'unknown', reasons: ['The check was called off before it was done.'] });
  expect(await checkInWorker(hardHistory, 'register', { signal: controller.signal })).toMatchObject({
    kind: 'unknown',
  });
});
