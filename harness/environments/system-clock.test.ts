import { describe, expect, test } from 'vitest';
import { SystemClock } from './system-clock.ts';

describe('the system clock', () => {
  test('counts from its construction and sleeps at least as long as it is told', async () => {
    const clock = new SystemClock();
    const before = clock.nowNs();
    await clock.sleep(20);
    // A timer may fire up to a millisecond early.
    expect(clock.nowNs() - before).toBeGreaterThanOrEqual(19e6);
    expect(before).toBeLessThan(10e9);
  });

  test('wakes from its sleep at an abort, with its reason', async () => {
    const clock = new SystemClock();
    const controller = new AbortController();
    const sleeping = clock.sleep(1_000_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(1_000_000, controller.signal)).rejects.toThrow('enough');
  });
});
