import { expect, test } from 'vitest';
import { Interrupts } from './interrupts.ts';

test('the first signal stops the run, the second abandons it, and afterwards signals are not ours', () => {
  const said: string[] = [];
  const before = process.listenerCount('SIGTERM');
  {
    using interrupts = new Interrupts((line) => said.push(line));
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([false, false]);
    process.emit('SIGTERM');
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([true, false]);
    process.emit('SIGTERM');
    expect([interrupts.stop.aborted, interrupts.abandon.aborted]).toEqual([true, true]);
  }
  expect(said).toHaveLength(2);
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
