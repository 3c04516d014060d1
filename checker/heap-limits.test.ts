import { expect, test } from 'vitest';
import { heapLimits } from './heap-limits.ts';

test.each([
  ['a tiny heap is still one', 2, 32, 16],
  ['short-lived objects get half of a small heap', 64, 64, 32],
  ['and no more of a large one than Node would give', 2048, 2048, 192],
])('%s', (_what, heapMb, maxOldGenerationSizeMb, maxYoungGenerationSizeMb) => {
  expect(heapLimits(heapMb * 2 ** 20)).toEqual({ maxOldGenerationSizeMb, maxYoungGenerationSizeMb });
});
