import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digitsMax, writeDecimal } from './decimal-digits.ts';

function readBack(number: number): number {
  const bytes = Buffer.alloc(digitsMax + 4, ' ');
  const end = writeDecimal(bytes, 3, number);
  expect(end).toBeLessThanOrEqual(3 + digitsMax);
  expect(bytes.toString('latin1', 0, 3)).toBe('   ');
  expect(bytes.toString('latin1', end).trim()).toBe('');
  return JSON.parse(bytes.toString('latin1', 3, end));
}

test('what a clock reads is read back to the last bit: a whole number of nanoseconds, in milliseconds', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (nanoseconds) => {
      expect(readBack(nanoseconds / 1e6)).toBe(nanoseconds / 1e6);
    }),
  );
});

test('any other number is, too', () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.maxSafeInteger(),
    fc.nat(2 ** 32 - 1),
  );
  fc.assert(
    fc.property(numbers, (number) => {
      expect(readBack(number)).toBe(number === 0 ? 0 : number); // JSON has no -0
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  0,
  9,
  10,
  999_999,
  1_000_000,
  4_294_967_295,
  2 ** 31,
  2 ** 53,
  0.000001,
  0.1 + 0.2,
  1e21,
  2147483647.999999,
])('%d is, with what lies at the edges', (number) => expect(readBack(number)).toBe(number));
