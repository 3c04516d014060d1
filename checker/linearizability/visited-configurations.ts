/**
 * The configurations that a search has been in: pairs of a state and the set of linearized operations. Below the first
 * required operation that is missing all are in the set and above the highest linearized one none is, so only the words
 * between are kept: memory grows with concurrency, not with the length of the history.
 */
export class VisitedConfigurations {
  readonly #bytesMax: number;
  /** Per entry: hash, state, first word, number of words, the words of the set. */
  #arena = new Int32Array(1 << 12);
  #arenaLength = 0;
  /** Open addressing: 1 + the place of the entry in the arena, 0 where there is none. */
  #table = new Int32Array(1 << 10);
  #entryCount = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get sizeBytes(): number {
    return this.#arena.byteLength + this.#table.byteLength;
  }

  /** Whether the configuration is new; it is known from then on. `full`: no room was left to remember it. */
  add({ hash, state, words, first, last, optionalFirst }: Configuration): 'new' | 'known' | 'full' {
    const optionalCount = words.length - optionalFirst;
    const wordCount = last - first + 1 + optionalCount;
    const entryLength = 4 + wordCount;
    if (!this.#reserve(entryLength)) return 'full';

    const place = this.#arenaLength;
    const arena = this.#arena;
    const mixed = mix(hash ^ Math.imul(state, 0x9e3779b1));
    arena[place] = mixed;
    arena[place + 1] = state;
    arena[place + 2] = first;
    arena[place + 3] = wordCount;
    for (let word = first; word <= last; word++) arena[place + 4 + word - first] = words[word] ?? 0;
    for (let word = 0; word < optionalCount; word++) {
      arena[place + entryLength - optionalCount + word] = words[optionalFirst + word] ?? 0;
    }

    const mask = this.#table.length - 1;
    for (let slot = mixed & mask; ; slot = (slot + 1) & mask) {
      const found = (this.#table[slot] ?? 0) - 1;
      if (found === -1) {
        this.#table[slot] = place + 1;
        this.#arenaLength += entryLength;
        this.#entryCount++;
        return 'new';
      }
      if (this.#areEqual(found, place, entryLength)) return 'known';
    }
  }

  #areEqual(one: number, other: number, length: number): boolean {
    const arena = this.#arena;
    for (let offset = 0; offset < length; offset++) {
      if (arena[one + offset] !== arena[other + offset]) return false;
    }
    return true;
  }

  #reserve(entryLength: number): boolean {
    if (this.#arenaLength + entryLength > this.#arena.length) {
      const grown = 2 * Math.max(this.#arena.length, entryLength);
      if (this.sizeBytes + 4 * grown > this.#bytesMax) return false; // old and new live side by side for a moment
      const arena = new Int32Array(grown);
      arena.set(this.#arena);
      this.#arena = arena;
    }
    if (2 * this.#entryCount >= this.#table.length) {
      const grown = 2 * this.#table.length;
      if (this.sizeBytes + 4 * grown > this.#bytesMax) return false;
      this.#rehash(new Int32Array(grown));
    }
    return true;
  }

  #rehash(table: Int32Array<ArrayBuffer>): void {
    const mask = table.length - 1;
    for (let place = 0; place < this.#arenaLength; place += 4 + (this.#arena[place + 3] ?? 0)) {
      let slot = (this.#arena[place] ?? 0) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = place + 1;
    }
    this.#table = table;
  }
}

/** `words`: the set, one bit an operation, with the optional operations from word `optionalFirst` on. */
export type Configuration = Readonly<{
  hash: number;
  state: number;
  words: Int32Array;
  /** All required operations below word `first` are in the set, and none above word `last`. */
  first: number;
  last: number;
  optionalFirst: number;
}>;

/** Spreads every bit of `hash` over the whole word (the finisher of MurmurHash3). */
export function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
