import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeInputFrame } from './input-codec.ts';
import { InputLines } from './input-lines.ts';

const texts = fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }), { minLength: 1 });

test('frames are those that lines joined by hand would make, one after the other from the same buffer, however large they grow', () => {
  const lines = new InputLines();
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 400 }), (some, times) => {
      const all = some.map((text) => text.repeat(times));
      for (const line of all) lines.add(line);
      const { sizeBytes } = lines;
      const frame = lines.takeFrame();
      expect(frame.equals(encodeInputFrame(all))).toBe(true);
      expect(frame.length).toBe(8 + sizeBytes);
    }),
  );
});
