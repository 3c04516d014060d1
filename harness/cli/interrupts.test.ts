import { expect, test } from 'vitest';
import { Interrupts } from './interrupts.ts';

test('the first signal stops the run, the second abandons it, and afterwards signals are not ours', () => {
  const said: string[] = [];
  const clock = { timeMs: 0, nowNs: () => clock.timeMs * 1e6 };
  const before = process.listenerCount('SIGTERM');
  {
    using interrupts = new Interrupts((line) => said.push(line), { clock });
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([false, false]);
    process.emit('SIGTERM');
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([true, false]);
    clock.timeMs = 300;
    process.emit('SIGTERM');
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([true, true]);
  }
  expect(said).toHaveLength(2);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});

test('a signal that arrives again at once, because somebody passed it on, is still the first', () => {
  const said: string[] = [];
  const clock = { timeMs: 5, nowNs: () => clock.timeMs * 1e6 };
  using interrupts = new Interrupts((line) => said.push(line), { clock });
  process.emit('SIGINT');
  clock.timeMs += 100;
  process.emit('SIGINT');
  expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([true, false]);
  expect(said).toHaveLength(1);
});
