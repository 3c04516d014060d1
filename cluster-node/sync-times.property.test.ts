import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SyncTimes } from './sync-times.ts';

test('after every 64th sync the 99th percentile is that of the last 512, as sorting them says', () => {
  const times = fc.array(fc.oneof(fc.double({ min: 0, max: 40, noNaN: true }), fc.constantFrom(0, 1, 2)), {
    minLength: 64,
    maxLength: 1_200,
  });
  fc.assert(
    fc.property(times, (takesMs) => {
      const syncs = new SyncTimes();
      for (const oneMs of takesMs) syncs.record(oneMs);
      const reviewed = takesMs.slice(0, takesMs.length - (takesMs.length % 64)).slice(-512);
      const sorted = Float64Array.from(reviewed).sort();
      expect(syncs.p99Ms).toBe(sorted[Math.floor(sorted.length * 0.99)]);
    }),
  );
});
