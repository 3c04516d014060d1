import { describe, expect, test } from 'vitest';
import { FastSuccess } from './fast-success.ts';

function record(success: FastSuccess, outcomes: Readonly<{ fast: number; recovered: number }>): void {
  for (let count = 0; count < outcomes.recovered; count += 1) success.record(false);
  for (let count = 0; count < outcomes.fast; count += 1) success.record(true);
}

describe('fast success', () => {
  test('is not judged from a few outcomes', () => {
    const success = new FastSuccess();
    record(success, { fast: 0, recovered: 15 });
    expect(success.isPoor).toBe(false);
    success.record(false);
    expect(success.isPoor).toBe(true);
  });

  test('is poor below one half', () => {
    const success = new FastSuccess();
    record(success, { fast: 10, recovered: 10 });
    expect(success.isPoor).toBe(false);
    success.record(false);
    expect(success.isPoor).toBe(true);
  });

  test('is that of the last 32 outcomes', () => {
    const success = new FastSuccess();
    record(success, { fast: 16, recovered: 1_000 });
    expect(success.isPoor).toBe(false);
  });
});

describe('a pause', () => {
  test('lasts half a second when fast rounds were given up for another reason than poor success', () => {
    const success = new FastSuccess();
    expect(success.mayTry(0)).toBe(true);
    success.pause(1_000);
    expect([success.mayTry(1_499), success.mayTry(1_500)]).toEqual([false, true]);
  });

  test('is twice as long each time that success was poor, up to eight seconds, and begins with a clean record', () => {
    const success = new FastSuccess();
    const pausesMs: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      record(success, { fast: 0, recovered: 16 });
      success.pause(0);
      pausesMs.push([500, 1_000, 2_000, 4_000, 8_000, 16_000].find((ms) => success.mayTry(ms)) ?? Number.NaN);
      expect(success.isPoor).toBe(false);
    }
    expect(pausesMs).toEqual([1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
    success.pause(0);
    expect(success.mayTry(500)).toBe(true);
  });
});
