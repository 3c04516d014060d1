import { expect, test } from 'vitest';
import { HostClockGuard } from './host-clock-guard.ts';

/** A clock whose hands are set by the test; each look at one may take a while. */
class HandClock {
  monotonicMs = 5000;
  aheadMs = 1_000_000;
  lookTakesMs: number[] = [];

  nowNs(): number {
    this.monotonicMs += this.lookTakesMs.shift() ?? 0;
    return this.monotonicMs * 1e6;
  }

  wallMs(): number {
    this.monotonicMs += this.lookTakesMs.shift() ?? 0;
    return this.monotonicMs + this.aheadMs;
  }

  async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.monotonicMs += delayMs;
  }
}

test('a clock that runs evenly has not moved', () => {
  const clock = new HandClock();
  const guard = new HostClockGuard(clock);
  clock.monotonicMs += 60_000;
  guard.look();
  expect(guard.movedMs).toBe(0);
});

test('a clock that was set, and set back later, has moved', () => {
  const clock = new HandClock();
  const guard = new HostClockGuard(clock);
  clock.aheadMs -= 150;
  guard.look();
  clock.aheadMs += 150;
  guard.look();
  expect(guard.movedMs).toBe(150);
});

test.each([[[300, 0, 0]], [[0, 300, 0]], [[0, 0, 300]]])(
  'a controller that is held up accuses nobody: %j',
  (takesMs) => {
    const clock = new HandClock();
    const guard = new HostClockGuard(clock);
    clock.lookTakesMs = takesMs;
    guard.look();
    expect(guard.movedMs).toBe(0);
  },
);

test('it looks until it is told to stop', async () => {
  const clock = new HandClock();
  const guard = new HostClockGuard(clock);
  const stop = new AbortController();
  clock.sleep = async () => {
    clock.aheadMs += 40;
    if (clock.aheadMs >= 1_000_120) stop.abort();
  };
  await guard.run(stop.signal);
  expect(guard.movedMs).toBe(80);
});
