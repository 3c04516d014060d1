import { expect, test } from 'vitest';
import { type Configuration, VisitedConfigurations } from './visited-configurations.ts';

const words = Int32Array.of(-1, 5, 6, 0, 9);
const one: Configuration = { hash: 7, state: 3, words, first: 1, last: 2, optionalFirst: 4 };

/** The hash with which a configuration in another state falls on the hash of `one`. */
function collidingHash(state: number): number {
  return one.hash ^ Math.imul(one.state, 0x9e3779b1) ^ Math.imul(state, 0x9e3779b1);
}

test('a configuration is new once', () => {
  const visited = new VisitedConfigurations(1 << 20);
  expect([visited.add(one), visited.add({ ...one, words: words.slice() })]).toEqual(['new', 'known']);
});

test.each([
  ['the state', { state: 4, hash: collidingHash(4) }],
  ['a word between first and last', { words: Int32Array.of(-1, 5, 7, 0, 9) }],
  ['the optional operations', { words: Int32Array.of(-1, 5, 6, 0, 8) }],
  ['the place of the words', { first: 2, last: 3, words: Int32Array.of(-1, -1, 5, 6, 9) }],
])('configurations of one hash that differ in %s are told apart', (_what, other) => {
  const visited = new VisitedConfigurations(1 << 20);
  expect([visited.add(one), visited.add({ ...one, ...other })]).toEqual(['new', 'new']);
});

test('words below the first and above the last are not looked at', () => {
  const visited = new VisitedConfigurations(1 << 20);
  expect([visited.add(one), visited.add({ ...one, words: Int32Array.of(4, 5, 6, 4, 9) })]).toEqual(['new', 'known']);
});

test('it grows, and forgets nothing while it does; where it may not grow it is full', () => {
  const grown = new VisitedConfigurations(1 << 24);
  const small = new VisitedConfigurations(1 << 16);
  const answers = new Set<string>();
  for (let state = 0; state < 50_000; state++) {
    expect(grown.add({ ...one, state })).toBe('new');
    answers.add(small.add({ ...one, state }));
  }
  for (let state = 0; state < 50_000; state++) expect(grown.add({ ...one, state })).toBe('known');
  expect(answers).toEqual(new Set(['new', 'full']));
  expect(small.sizeBytes).toBeLessThanOrEqual(1 << 16);
});
