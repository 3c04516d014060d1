import { expect, test } from 'vitest';
import { fuzzDeciders } from './fuzz-deciders.ts';
import { objectShapes } from './object-shapes.ts';

const seed = Number(process.env['TEST_SEED'] ?? 1);
const historiesPerFamily = 300;

test.each(Object.keys(objectShapes))('every decider says of a small %s what trying every order says', (family) => {
  const counts = fuzzDeciders({ seed, count: historiesPerFamily, families: [family] })[family];
  expect(Math.min(counts?.valid ?? 0, counts?.invalid ?? 0)).toBeGreaterThan(historiesPerFamily / 20);
});
