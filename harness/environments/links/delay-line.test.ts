import { describe, expect, test } from 'vitest';
import { until } from '../../until.ts';
import { DelayLine } from './delay-line.ts';

describe('a delay line', () => {
  test('without delay acts at once', () => {
    const done: number[] = [];
    new DelayLine(0).push(1, () => done.push(1));
    expect(done).toEqual([1]);
  });

  test('puts each thing off by its delay, in order, and all of them at the same time', async () => {
    const line = new DelayLine(200);
    const begunMs = performance.now();
    const done: { number: number; afterMs: number }[] = [];
    for (let number = 0; number < 100; number += 1) {
      line.push(1, () => done.push({ number, afterMs: performance.now() - begunMs }));
    }
    expect(line.isEmpty).toBe(false);
    expect(await until(() => line.isEmpty, { timeoutMs: 15_000 })).toBe(true); // one after the other: 20 s
    expect(done.map(({ number }) => number)).toEqual([...done.keys()]);
    expect(done).toHaveLength(100);
    expect(Math.min(...done.map(({ afterMs }) => afterMs))).toBeGreaterThanOrEqual(199);
  });

  test('takes what is pushed while it acts', async () => {
    const line = new DelayLine(20);
    const done: string[] = [];
    line.push(1, () => {
      done.push('first');
      line.push(1, () => done.push('second'));
    });
    expect(await until(() => done.length === 2, { timeoutMs: 10_000 })).toBe(true);
    expect(line.isEmpty).toBe(true);
  });

  test('that is cleared does nothing of what it held, not even what was due with the act that cleared it', async () => {
    const line = new DelayLine(20);
    const done: string[] = [];
    line.push(1, () => {
      done.push('clears');
      line.clear();
    });
    line.push(1, () => done.push('cleared'));
    expect(await until(() => done.length > 0, { timeoutMs: 10_000 })).toBe(true);
    line.push(1, () => done.push('after'));
    expect(await until(() => done.includes('after'), { timeoutMs: 10_000 })).toBe(true);
    expect(done).toEqual(['clears', 'after']);
  });

  test('is full when too many bytes are under way', () => {
    const line = new DelayLine(10_000);
    line.push(60 * 1024 * 1024, () => {});
    expect(line.isFull).toBe(false);
    line.push(4 * 1024 * 1024, () => {});
    expect(line.isFull).toBe(true);
    line.clear();
    expect(line.isFull).toBe(false);
  });
});
