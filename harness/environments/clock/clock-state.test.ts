import { describe, expect, test } from 'vitest';
import type { ClockSkew } from '../../ports/index.ts';
import type { ClockReading } from './clock-reading.ts';
import { clockState, measuredRate } from './clock-state.ts';

const reading = (atMs: number, aheadMs: number, { boundMs = 2, monotonicMs = 0 } = {}): ClockReading => ({
  atNs: atMs * 1e6,
  wallMs: aheadMs,
  monotonicMs,
  boundMs,
  leaseReads: null,
});
const before = reading(0, 40);
const state = (skew: ClockSkew, ...readings: ClockReading[]) => clockState(skew, before, readings);

describe('a jump', () => {
  const jump: ClockSkew = { kind: 'jump', offsetMs: 400 };

  test('is seen where the wall clock is as far off as was asked, compared with before', () => {
    expect(state(jump, reading(10, 441))).toBe('skewed');
  });

  test('is over where the wall clock is where it was', () => {
    expect(state(jump, reading(10, 39))).toBe('true');
  });

  test('is not seen where the clock jumped too little, too far or the other way', () => {
    for (const aheadMs of [240, 640, -360]) expect(state(jump, reading(10, aheadMs))).toBe('undecided');
  });

  test('a great one has to be about as great as was asked', () => {
    expect(state({ kind: 'jump', offsetMs: 60_000 }, reading(10, 59_000))).toBe('undecided');
    expect(state({ kind: 'jump', offsetMs: 60_000 }, reading(10, 60_035))).toBe('skewed');
  });

  test('is neither seen nor over after a slow answer, until a quick one comes', () => {
    const slow = reading(10, 440, { boundMs: 300 });
    expect(state(jump, slow)).toBe('undecided');
    expect(state(jump, slow, reading(20, 440))).toBe('skewed');
  });

  test('is not seen while readings contradict each other', () => {
    expect(state(jump, reading(10, 440), reading(20, 40))).toBe('undecided');
  });

  test('no reading shows nothing', () => {
    expect(state(jump)).toBe('undecided');
  });
});

describe('a strobe', () => {
  const strobe: ClockSkew = { kind: 'strobe', offsetsMs: [-300, 5000], everyMs: 50 };

  test('is seen when both offsets were', () => {
    expect(state(strobe, reading(10, 5040))).toBe('undecided');
    expect(state(strobe, reading(10, 5040), reading(20, 5040))).toBe('undecided');
    expect(state(strobe, reading(10, 5040), reading(20, -260))).toBe('skewed');
  });

  test('is over when the clock was true for longer than it would have been', () => {
    expect(state(strobe, reading(10, 40), reading(60, 40))).toBe('undecided');
    expect(state(strobe, reading(10, 40), reading(60, 40), reading(161, 40))).toBe('true');
    expect(state(strobe, reading(10, 40), reading(60, -260), reading(161, 40))).toBe('undecided');
  });
});

describe('a rate', () => {
  const rate: ClockSkew = { kind: 'rate', rate: 1.06 };
  /** Read every 100 ms from a clock that runs at `speed`. */
  const run = (speed: number, lastedMs: number, boundMs = 2): ClockReading[] =>
    Array.from({ length: lastedMs / 100 + 1 }, (_, turn) =>
      reading(turn * 100, 40, { boundMs, monotonicMs: 700 + turn * 100 * (speed - 1) }),
    );

  test('is seen on the monotonic clock, whatever it reads', () => {
    expect(state(rate, ...run(1.06, 1000))).toBe('skewed');
    expect(measuredRate(before, run(1.06, 1000))).toBeCloseTo(1.06, 2);
  });

  test('is over when the clock runs truly, also when it stays ahead', () => {
    expect(state(rate, ...run(1, 1000))).toBe('true');
  });

  test('is not seen when the clock runs otherwise than was asked', () => {
    expect(state(rate, ...run(0.94, 1000))).toBe('undecided');
    expect(state(rate, ...run(1.03, 1000))).toBe('undecided');
  });

  test('takes longer to see when answers are slow', () => {
    expect(state(rate, ...run(1.06, 1000, 15))).toBe('undecided');
    expect(state(rate, ...run(1.06, 4000, 15))).toBe('skewed');
  });

  test('is not seen in a moment', () => {
    expect(state(rate, ...run(1.06, 300, 0))).toBe('undecided');
    expect(measuredRate(before, run(1.06, 300))).toBeNull();
  });
});
