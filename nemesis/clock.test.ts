import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClockVariant, clockModeFor, drawClockSkew } from './clock.ts';
import { parseFaultSpecs } from './fault-spec.ts';
import { TestRng } from './testing/test-rng.ts';

const specs = (list: string) => parseFaultSpecs(list, ['n1', 'n2', 'n3']);

describe('the mode of the nodes follows from the faults', () => {
  test.each([
    ['kill,partition', null],
    ['none', null],
    ['clock', 'wall'],
    ['kill,clock:strobe', 'wall'],
    ['clock:rate', 'rate'],
    ['clock,clock:rate@leader', 'rate'],
  ])('%s: %s', (list, mode) => {
    expect(clockModeFor(specs(list), null)).toBe(mode);
  });

  test('unless another one is asked for that fits', () => {
    expect(clockModeFor(specs('clock'), 'rate')).toBe('rate');
    expect(clockModeFor(specs('clock:bump'), 'wall')).toBe('wall');
  });

  test.each([
    [
      'clock:bump,clock:rate',
      null,
      '"clock:rate" needs nodes whose clocks are in mode rate, and the rest of the run has mode wall',
    ],
    ['clock:rate,clock:back', null, '"clock:back" needs nodes whose clocks are in mode wall'],
    ['clock:rate', 'wall', '"clock:rate" needs nodes whose clocks are in mode rate'],
    ['kill', 'rate', 'no fault makes clocks lie'],
  ] as const)('%s with %s is refused in one line', (list, asked, message) => {
    expect(() => clockModeFor(specs(list), asked)).toThrow(message);
    expect(() => clockModeFor(specs(list), asked)).toThrow(/^[^\n]*$/);
  });
});

describe('what is drawn for a clock', () => {
  const draw = (variant: ClockVariant, seed: string) => drawClockSkew(variant, new TestRng(seed));
  const seeds = fc.string({ maxLength: 6 });
  const isJump = (ms: number): boolean => Number.isInteger(ms) && ms >= 200 && ms <= 60_000;

  test('jumps go ahead or back by 200 ms to 60 s', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [bump, back] = [draw('bump', seed), draw('back', seed)];
        expect(bump.kind === 'jump' && isJump(bump.offsetMs)).toBe(true);
        expect(back.kind === 'jump' && isJump(-back.offsetMs)).toBe(true);
      }),
    );
  });

  test('a strobe has an offset on either side and changes many times a second', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const strobe = draw('strobe', seed);
        expect(strobe.kind === 'strobe' && isJump(-strobe.offsetsMs[0]) && isJump(strobe.offsetsMs[1])).toBe(true);
        expect(strobe.kind === 'strobe' && strobe.everyMs >= 50 && strobe.everyMs <= 150).toBe(true);
      }),
    );
  });

  test('a rate is far enough from 1 to be told from it, and within a tenth', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const skew = draw('rate', seed);
        const off = skew.kind === 'rate' ? Math.round(Math.abs(skew.rate - 1) * 1000) : 0;
        expect(off).toBeGreaterThanOrEqual(40);
        expect(off).toBeLessThanOrEqual(100);
      }),
    );
  });

  test('both ways of a rate are drawn', () => {
    const rng = new TestRng('7');
    const fast = Array.from({ length: 50 }, () => drawClockSkew('rate', rng)).map(
      (skew) => skew.kind === 'rate' && skew.rate > 1,
    );
    expect(new Set(fast)).toEqual(new Set([true, false]));
  });
});
