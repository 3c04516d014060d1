import type { Budget } from '../budget.ts';

/** Entries live in chunks that are never moved, so that growing never holds the old and the new at once. */
const chunkBits = 16;
const chunkLength = 1 << chunkBits;
const firstChunkLength = 1 << 10;

/** What became of a configuration: `new` is remembered from then on; `full`: no room was left to do so. */
export type Remembered = 'new' | 'known' | 'full';

/**
 * The configurations that a search has been in, each a few whole numbers: an arena behind a table with open addressing.
 * Every byte is accounted to the budget. An entry is compared in full, never by its hash alone.
 */
export class ConfigurationMemory {
  readonly #budget: Budget;
  readonly #chunks: Int32Array<ArrayBuffer>[] = [];
  /** Where the next entry goes: the chunk's number and the place in it, as one number. */
  #end = 0;
  #entryCount = 0;
  /** Per slot: where the entry is, + 1; 0: the slot is free. */
  #table: Int32Array<ArrayBuffer> = new Int32Array(1 << 8);
  #heldBytes = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#reserve(this.#table.byteLength);
  }

  /** Looks for the first `length` numbers of `words`, and remembers them when they are new. */
  add(words: Int32Array, length: number): Remembered {
    const hash = hashOf(words, length);
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (let place = this.#table[slot] ?? 0; place !== 0; place = this.#table[slot] ?? 0) {
      if (this.#isEntry(place - 1, hash, words, length)) return 'known';
      slot = (slot + 1) & mask;
    }
    const place = this.#room(length + 2);
    if (place < 0) return 'full';
    const chunk = this.#chunks[place >>> chunkBits];
    if (chunk === undefined) return 'full';
    const offset = place & (chunkLength - 1);
    chunk[offset] = hash;
    chunk[offset + 1] = length;
    for (let i = 0; i < length; i++) chunk[offset + 2 + i] = words[i] ?? 0;
    this.#table[slot] = place + 1;
    this.#end = place + length + 2;
    if (2 * ++this.#entryCount > mask && !this.#grow()) return 'full';
    return 'new';
  }

  /** Gives back to the budget what was accounted. */
  release(): void {
    this.#budget.release(this.#heldBytes);
    this.#heldBytes = 0;
  }

  #isEntry(place: number, hash: number, words: Int32Array, length: number): boolean {
    const chunk = this.#chunks[place >>> chunkBits];
    const offset = place & (chunkLength - 1);
    if (chunk === undefined || chunk[offset] !== hash || chunk[offset + 1] !== length) return false;
    for (let i = 0; i < length; i++) if (chunk[offset + 2 + i] !== words[i]) return false;
    return true;
  }

  /** Where an entry of `length` numbers may go, in a new chunk where the last has no room; -1: nowhere. */
  #room(length: number): number {
    const last = this.#chunks.at(-1);
    const offset = this.#end - ((this.#chunks.length - 1) << chunkBits);
    if (last !== undefined && offset + length <= last.length) return this.#end;
    const size = this.#chunks.length === 0 ? firstChunkLength : chunkLength;
    if (length > size || !this.#reserve(4 * size)) return -1;
    this.#chunks.push(new Int32Array(size));
    this.#end = (this.#chunks.length - 1) << chunkBits;
    return this.#end;
  }

  #grow(): boolean {
    const old = this.#table;
    if (!this.#reserve(2 * old.byteLength)) return false;
    const grown = new Int32Array(2 * old.length);
    const mask = grown.length - 1;
    for (const place of old) {
      if (place === 0) continue;
      let slot = (this.#chunks[(place - 1) >>> chunkBits]?.[(place - 1) & (chunkLength - 1)] ?? 0) & mask;
      while (grown[slot] !== 0) slot = (slot + 1) & mask;
      grown[slot] = place;
    }
    this.#table = grown;
    this.#budget.release(old.byteLength);
    this.#heldBytes -= old.byteLength;
    return true;
  }

  #reserve(bytes: number): boolean {
    if (!this.#budget.reserve(bytes)) return false;
    this.#heldBytes += bytes;
    return true;
  }
}

/** FNV's loop over whole words, finished as MurmurHash3 finishes. */
function hashOf(words: Int32Array, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ (words[i] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
