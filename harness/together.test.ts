import { expect, test } from 'vitest';
import { together } from './together.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

test('all parts are waited for', async () => {
  const done: number[] = [];
  const part = (number: number) => async () => {
    await Promise.resolve();
    done.push(number);
  };
  await together(new AbortController().signal, [part(1), part(2)]);
  expect(done).toEqual([1, 2]);
});

test('a failure ends the other parts in good order and is thrown after them', async () => {
  let hasCleanedUp = false;
  const parts = [
    async () => {
      throw new Error('the first one');
    },
    async (signal: AbortSignal) => {
      await aborted(signal);
      hasCleanedUp = true;
      throw new Error('a consequence');
    },
  ];
  await expect(together(new AbortController().signal, parts)).rejects.toThrow('the first one');
  expect(hasCleanedUp).toBe(true);
});

test('an abort from outside reaches every part and is no failure', async () => {
  const outside = new AbortController();
  const running = together(outside.signal, [aborted, aborted]);
  outside.abort();
  await expect(running).resolves.toBeUndefined();
});
