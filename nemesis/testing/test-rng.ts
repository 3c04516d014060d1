import type { Rng } from '#ports';

/** Enough randomness for tests of this folder, which may not import the harness: mulberry32 over a hash of the path. */
export class TestRng implements Rng {
  readonly #path: string;
  #state: number;

  constructor(path: string) {
    this.#path = path;
    this.#state = Buffer.from(path).reduce((hash, byte) => Math.imul(hash ^ byte, 16_777_619), 2_166_136_261);
  }

  fork(name: string): Rng {
    return new TestRng(`${this.#path}/${name}`);
  }

  int(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)] as T; // in range
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    const shuffled: T[] = [];
    while (left.length > 0) shuffled.push(...left.splice(this.int(0, left.length - 1), 1));
    return shuffled;
  }
}
