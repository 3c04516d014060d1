import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DurableBytes } from './durable-bytes.ts';

/** Lengths around those at which bytes are packed. */
const length = fc.oneof(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 2 ** 20 - 9_000, max: 2 ** 20 + 9_000 }));
const step = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), length, text: fc.string({ minLength: 1 }) }),
  fc.record({ kind: fc.constant('truncate' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

test('bytes that are packed, cut and appended to are the same as plain ones', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const bytes = new DurableBytes();
      let plain = Buffer.alloc(0);
      for (const one of steps) {
        if (one.kind === 'append') {
          const more = Buffer.alloc(one.length, one.text);
          bytes.append(more);
          plain = Buffer.concat([plain, more]);
        } else {
          const sizeBytes = Math.floor(plain.length * one.part);
          bytes.truncate(sizeBytes);
          plain = plain.subarray(0, sizeBytes);
        }
        expect(bytes.sizeBytes).toBe(plain.length);
      }
      expect(bytes.read().equals(plain)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
