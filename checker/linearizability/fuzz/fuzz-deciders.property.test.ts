import { expect, test } from 'vitest';
import { fuzzDeciders } from './fuzz-deciders.ts';
import { objectShapes } from './object-shapes.ts';

const seed = Number(process.env['TEST_SEED'] ?? 1);
// With the registers and the transactions, which have tests of their own, 100 000 histories each time that all tests run.
const historiesPerFamily = 2_000;

test.each(Object.keys(objectShapes))(
  `every decider says of 2000 small histories of a %s what trying every order says, from seed ${seed}`,
  (family) => {
    const counts = fuzzDeciders({ seed, count: historiesPerFamily, families: [family] })[family];
    expect(Math.min(counts?.valid ?? 0, counts?.invalid ?? 0)).toBeGreaterThan(historiesPerFamily / 20);
  },
);
