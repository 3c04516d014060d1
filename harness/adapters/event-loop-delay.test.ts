import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EventLoopDelay } from './event-loop-delay.ts';

test('a process that computes for long stretches is seen to be late', async () => {
  using loopDelay = new EventLoopDelay();
  for (let turn = 0; turn < 5; turn++) {
    await delay(15);
    const untilMs = performance.now() + 150;
    while (performance.now() < untilMs); // hogs the loop
  }
  await delay(15);
  expect(loopDelay.p99Ms()).toBeGreaterThan(100);
});
