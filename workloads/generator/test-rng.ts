import type { Rng } from '#ports';

/** A small seeded stream (mulberry32) for tests of generators, which may not import the harness. */
export function testRng(seed: number): Rng {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));
  return {
    fork: (name) => testRng(hashed(name, seed)),
    int,
    fraction,
    pick: <T>(items: readonly T[]): T => items[int(0, items.length - 1)] as T,
    shuffled: (items) => [...items].sort(() => fraction() - 0.5),
  };
}

function hashed(text: string, seed: number): number {
  let hash = seed;
  for (let place = 0; place < text.length; place++) hash = Math.imul(hash, 31) + text.charCodeAt(place);
  return hash;
}
