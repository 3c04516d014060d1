import { expect, test } from 'vitest';
import { checkInWorker } from './check-in-worker.ts';
import { historyOf } from './history/history-of.ts';
import type { Op } from './history/op.ts';
import { randomNumbers } from './history/random-history.ts';
import type { Progress } from './linearizability/budget.ts';
import { objectShapes } from './linearizability/fuzz/object-shapes.ts';
import { randomObjectHistory } from './linearizability/fuzz/random-object-history.ts';

/** A queue with few values, many clients and crashes: minutes would not do. */
const extent = { clients: 20, operations: 2000, crashPercent: 5, wrongPercent: 1, swapPercent: 0 };
const hardShape = objectShapes['fifo-queue, repeated'];
const hardHistory = hardShape ? randomObjectHistory(hardShape, extent, randomNumbers(5)) : [];
const asQueue = { model: 'fifo-queue' };

test('a worker gives the verdict of the checker', async () => {
  const legal = historyOf('1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read 1');
  const stale = historyOf('1 invoke write 1\n1 ok write 1\n2 invoke read\n2 ok read null');
  expect(await checkInWorker(legal, { model: 'register' })).toMatchObject({ kind: 'valid', model: 'register' });
  expect(await checkInWorker(stale)).toMatchObject({
    kind: 'invalid',
    violations: [{ key: 'x', operations: [{ invokeIndex: 2, node: 'n2' }, { invokeIndex: 0 }] }],
  });
});

test('what the checker refuses is refused', async () => {
  const foreign = historyOf('1 invoke append 1\n1 ok append 1');
  await expect(checkInWorker(foreign, { model: 'register' })).rejects.toMatchObject({ name: 'ModelError' });
  await expect(checkInWorker(historyOf('1 ok read 1'))).rejects.toMatchObject({ code: 'HISTORY_UNPAIRED' });
});

test('past the time limit the verdict is unknown; who waits is told how far it is', async () => {
  const told: Progress[] = [];
  const verdict = await checkInWorker(hardHistory, {
    ...asQueue,
    timeLimitMs: 1_200,
    onProgress: (progress) => told.push(progress),
  });
  expect(verdict).toMatchObject({ kind: 'unknown', undecided: [{ limit: 'time' }] });
  expect(told.at(-1)).toMatchObject({ total: 2000, operationsPerSecond: expect.any(Number) });
});

test('past the memory limit the verdict is unknown', async () => {
  const verdict = await checkInWorker(hardHistory, { ...asQueue, memoryLimitBytes: 2_000_000 });
  expect(verdict).toMatchObject({ kind: 'unknown', reasons: [expect.stringContaining('memory')] });
});

test('a heap that is too small for the history is unknown, not a crash', async () => {
  const large = Array.from({ length: 100_000 }, (_, write): readonly Op[] => {
    const op = { process: 0, f: 'write', value: `${write} `.repeat(100), timeNs: write };
    return [
      { ...op, index: 2 * write, type: 'invoke' },
      { ...op, index: 2 * write + 1, type: 'ok' },
    ];
  });
  const verdict = await checkInWorker(large.flat(), { memoryLimitBytes: 64 * 2 ** 20 });
  expect(verdict).toMatchObject({
    kind: 'unknown',
    reasons: [expect.stringMatching(/^Reading and checking needed more than 64 MB/)],
  });
});

test('a check that is called off before it begins is unknown at once', async () => {
  const verdict = await checkInWorker(hardHistory, { signal: AbortSignal.abort() });
  expect(verdict).toMatchObject({ kind: 'unknown', reasons: ['The check was called off before it was done.'] });
});

test('a check that is called off in the middle is unknown, with how far it was and what it was of', async () => {
  const controller = new AbortController();
  const verdict = await checkInWorker(hardHistory, {
    timeLimitMs: 600_000,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  expect(verdict).toMatchObject({
    kind: 'unknown',
    model: 'fifo-queue',
    reasons: [
      'The check was called off before it was done.',
      expect.stringMatching(/^When it was last heard of, \d+ of 2000 operations were decided or in order/),
    ],
  });
});
