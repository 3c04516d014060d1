import { ColumnMemory } from './column-memory.ts';
import { HistoryError } from './history-error.ts';

/** Nesting that no history of a real system needs; deeper values would exhaust the stack of whoever walks them. */
const depthMax = 100;

/**
 * Gives equal values one place in `values`: the first is 0. Values are what JSON knows; objects are equal whatever the
 * order of their fields. They are found by a hash of their content in typed arrays, which are accounted for: a `Map` of
 * millions of values grows by more at a time than a thread may have room for, and that ends the whole process. Cost: the
 * size of the value.
 */
export class ValueInterner<Value = unknown> {
  readonly values: Value[] = [];
  readonly #memory: ColumnMemory;
  /** Open addressing with linear probing: places of values (-1: free), and their hashes. */
  #slots: Int32Array = new Int32Array(1024).fill(-1);
  #hashes: Int32Array = new Int32Array(1024);

  /** `memory` is told of all that the index holds. Default: nobody is. */
  constructor(memory: ColumnMemory = new ColumnMemory()) {
    this.#memory = memory;
  }

  /** @throws HistoryError when the value is none of JSON's, cannot be held exactly, or finds no room */
  place(value: Value): number {
    const hash = hashOf(value, 0);
    let slot = this.#slotFrom(hash);
    for (; ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const place = this.#slots[slot] ?? -1;
      if (place < 0) break;
      if (this.#hashes[slot] === hash && areEqual(this.values[place], value)) return place;
    }
    const place = this.values.push(value) - 1;
    this.#slots[slot] = place;
    this.#hashes[slot] = hash;
    if (2 * this.values.length > this.#slots.length) this.#grow();
    return place;
  }

  #slotFrom(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  #grow(): void {
    const slots = this.#slots;
    const hashes = this.#hashes;
    const bytes = slots.byteLength + hashes.byteLength;
    this.#memory.take(2 * bytes);
    this.#slots = new Int32Array(2 * slots.length).fill(-1);
    this.#hashes = new Int32Array(2 * slots.length);
    for (const [old, place] of slots.entries()) {
      if (place < 0) continue;
      const hash = hashes[old] ?? 0;
      let slot = this.#slotFrom(hash);
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = place;
      this.#hashes[slot] = hash;
    }
    this.#memory.release(bytes);
  }
}

function assertScalar(value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || (Number.isFinite(value) && value % 1 !== 0))) return;
  throw new HistoryError(
    'HISTORY_MALFORMED',
    `expected whole numbers between -(2^53 - 1) and 2^53 - 1, which are exact, found ${typeof value === 'number' || typeof value === 'bigint' ? value : typeof value}`,
  );
}

const float = new Float64Array(1);
const floatBits = new Int32Array(float.buffer);

/** Equal values have one hash. @throws HistoryError when the value is none of JSON's, or nested too deeply */
function hashOf(value: unknown, depth: number): number {
  if (depth > depthMax) {
    throw new HistoryError('HISTORY_MALFORMED', `expected values nested at most ${depthMax} deep, found a deeper one`);
  }
  if (typeof value === 'number') {
    assertScalar(value);
    if ((value | 0) === value) return mixed(1, value | 0);
    float[0] = value;
    return mixed(floatBits[0] ?? 0, floatBits[1] ?? 0);
  }
  if (typeof value === 'string') {
    let hash = 2;
    for (let index = 0; index < value.length; index += 1) hash = (Math.imul(hash, 31) + value.charCodeAt(index)) | 0;
    return mixed(3, hash);
  }
  if (Array.isArray(value)) {
    let hash = 5;
    for (const element of value) hash = mixed(hash, hashOf(element, depth + 1));
    return hash;
  }
  if (typeof value === 'object' && value !== null) {
    let hash = 7;
    // A sum, because the order of fields does not matter.
    for (const [name, field] of Object.entries(value))
      hash = (hash + mixed(hashOf(name, 0), hashOf(field, depth + 1))) | 0;
    return mixed(11, hash);
  }
  assertScalar(value);
  return value === null ? 13 : value === true ? 17 : 19;
}

function mixed(a: number, b: number): number {
  const product = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  return Math.imul(product ^ (product >>> 13), 0xc2b2ae35) ^ (product >>> 16);
}

/** Whether two of JSON's values are the same. Objects: whatever the order of their fields. */
export function areEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!areEqual(a[index], b[index])) return false;
    return true;
  }
  if (Array.isArray(b)) return false;
  const fields = new Map(Object.entries(b));
  const entries = Object.entries(a);
  return (
    entries.length === fields.size &&
    entries.every(([name, field]) => fields.has(name) && areEqual(field, fields.get(name)))
  );
}
