import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualTime } from './virtual-time.ts';

test('events happen in the order of their times, and at equal times in the order in which they were asked for', () => {
  const delays = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 400 });
  fc.assert(
    fc.property(delays, fc.integer({ min: 0, max: 400 }), (delaysMs, atFirst) => {
      const time = new VirtualTime();
      const waiting: { atMs: number; number: number }[] = [];
      const happened: number[] = [];
      const expected: number[] = [];
      // some are asked for at the beginning, and after each event one more
      const ask = (number: number): void => {
        const delayMs = delaysMs[number];
        if (delayMs === undefined) return;
        waiting.push({ atMs: time.nowMs + Math.max(0, delayMs), number });
        time.after(delayMs, () => happened.push(number));
      };
      let asked = Math.min(atFirst, delaysMs.length);
      for (let number = 0; number < asked; number += 1) ask(number);
      do {
        ask(asked);
        asked += 1;
        waiting.sort((a, b) => a.atMs - b.atMs || a.number - b.number);
        const next = waiting.shift();
        if (next === undefined) continue;
        expect(time.nextAtMs).toBe(next.atMs);
        expected.push(next.number);
        time.step();
        expect(time.nowMs).toBe(next.atMs);
      } while (waiting.length > 0 || asked < delaysMs.length);
      expect(happened).toEqual(expected);
      expect(time.step()).toBe(false);
      expect(time.nextAtMs).toBe(null);
    }),
  );
});

test('what is to happen soon happens before time goes on, and after what happens already', () => {
  const time = new VirtualTime();
  const happened: string[] = [];
  time.after(0, () => happened.push('second event'));
  time.after(0, () => happened.push('third event'));
  time.soon(() => {
    happened.push('soon');
    time.soon(() => happened.push('soon after'));
  });
  expect(time.nextAtMs).toBe(0);
  while (time.step());
  expect(happened).toEqual(['soon', 'soon after', 'second event', 'third event']);
});
