import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { invariant } from '#foundation';
import type { Rng } from './ports/index.ts';

/**
 * Random numbers that repeat: the same seed and the same names of forks give the same stream, however many numbers
 * were drawn from other streams before.
 */
export class SeededRng implements Rng {
  readonly #path: string;
  readonly #generator: RandomGenerator;

  /** @param path names the stream, for example `7/schedule/targets`; the first part is the run's seed */
  constructor(path: string) {
    this.#path = path;
    this.#generator = xoroshiro128plusFromState(stateFor(path));
  }

  fork(name: string): Rng {
    return new SeededRng(`${this.#path}/${name}`);
  }

  int(min: number, max: number): number {
    invariant(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max, 'a range has a whole number', {
      min,
      max,
    });
    return uniformInt(this.#generator, min, max);
  }

  fraction(): number {
    return uniformFloat64(this.#generator);
  }

  pick<T>(items: readonly T[]): T {
    invariant(items.length > 0, 'there is something to pick from');
    return items[this.int(0, items.length - 1)] as T; // in range; a member may itself be undefined
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const shuffled: T[] = [];
    while (left.length > 0) shuffled.push(...left.splice(this.int(0, left.length - 1), 1));
    return shuffled;
  }
}

/** The root of all streams of a run. */
export function seededRng(seed: number): Rng {
  return new SeededRng(String(seed));
}

/** Hashing the path, instead of drawing from the parent, is what makes forks independent of draws and of their order. */
function stateFor(path: string): [number, number, number, number] {
  const digest = createHash('sha256').update(path).digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12)];
}
