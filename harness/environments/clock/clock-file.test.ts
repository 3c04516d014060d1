import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClockFile, changeRate } from './clock-file.ts';

describe('the file', () => {
  let directory = '';
  let file: ClockFile;
  const content = (): string => readFileSync(file.path, 'utf8');

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clock-file-'));
    file = new ClockFile(join(directory, 'clock', 'faketime'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  test('begins with true clocks', () => {
    expect(content()).toBe('+0.000000 x1\n');
  });

  test('always says the rate, since the library would keep the last one', () => {
    file.turn({ kind: 'offset', offsetMs: -1_250 }, 9_000);
    expect(content()).toBe('-1.250000 x1\n');
    file.turn({ kind: 'offset', offsetMs: 0 }, 9_000);
    expect(content()).toBe('+0.000000 x1\n');
  });

  test('keeps the clocks where they are when their rate changes, and where they came to when it is 1 again', () => {
    file.turn({ kind: 'rate', rate: 1.1 }, 10_100);
    expect(content()).toBe('-1.000000 x1.1\n');
    file.turn({ kind: 'rate', rate: 1 }, 14_900);
    expect(content()).toBe('+0.500000 x1\n');
  });

  test('lies alone in its directory, whatever was written', () => {
    file.turn({ kind: 'offset', offsetMs: 200 }, 0);
    expect(readdirSync(dirname(file.path))).toEqual(['faketime']);
  });
});

test('clocks never step back at a change of rate, and hardly ahead, though the age is known only about', () => {
  const rate = fc.integer({ min: 900, max: 1100 }).map((perMille) => perMille / 1000);
  const errorMs = fc.integer({ min: -99, max: 99 });
  fc.assert(
    fc.property(rate, rate, fc.integer({ min: 1000, max: 1e7 }), errorMs, (oldRate, newRate, ageMs, wrongByMs) => {
      const old = { offsetMs: 123, rate: oldRate };
      const next = changeRate(old, { rate: newRate, ageMs: ageMs + wrongByMs });
      const ahead = (setting: typeof old): number => setting.offsetMs + ageMs * (setting.rate - 1);
      const stepMs = ahead(next) - ahead(old);
      expect(stepMs).toBeGreaterThanOrEqual(-1e-6);
      expect(stepMs).toBeLessThanOrEqual(200 * Math.abs(newRate - oldRate) + 1e-6);
    }),
  );
});
