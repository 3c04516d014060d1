/**
 * The global states that were met, in the order in which they were: of each the numbers of its nodes' local states, and which state
 * came before it. Plain typed arrays, since there are many millions of them.
 */
export class StateTable {
  readonly #width: number;
  #cells: Int32Array;
  #parents: Int32Array;
  /** Open addressing: the place of a state plus one; 0: free. */
  #slots: Uint32Array;
  #size = 0;

  /** For clusters of `width` nodes. */
  constructor(width: number) {
    this.#width = width;
    this.#cells = new Int32Array(width * 1024);
    this.#parents = new Int32Array(1024);
    this.#slots = new Uint32Array(4096);
  }

  get size(): number {
    return this.#size;
  }

  get sizeBytes(): number {
    return this.#cells.byteLength + this.#parents.byteLength + this.#slots.byteLength;
  }

  /** Copies the local states of state `place` into `cluster`. */
  read(place: number, cluster: Int32Array): void {
    const start = place * this.#width;
    for (let node = 0; node < this.#width; node += 1) cluster[node] = this.#cells[start + node] ?? 0;
  }

  /** Which state came before; -1: none. */
  parent(place: number): number {
    return this.#parents[place] ?? -1;
  }

  /** True when `cluster` was not met before. */
  add(cluster: Int32Array, parent: number): boolean {
    const mask = this.#slots.length - 1;
    let slot = hashOf(cluster) & mask;
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      if (this.#holds(held - 1, cluster)) return false;
      slot = (slot + 1) & mask;
    }
    if (this.#size === this.#parents.length) this.#growStates();
    this.#cells.set(cluster, this.#size * this.#width);
    this.#parents[this.#size] = parent;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size * 2 > this.#slots.length) this.#growSlots();
    return true;
  }

  /** True when `cluster` was met before. */
  has(cluster: Int32Array): boolean {
    const mask = this.#slots.length - 1;
    let slot = hashOf(cluster) & mask;
    for (let held = this.#slots[slot] ?? 0; held !== 0; held = this.#slots[slot] ?? 0) {
      if (this.#holds(held - 1, cluster)) return true;
      slot = (slot + 1) & mask;
    }
    return false;
  }

  #holds(place: number, cluster: Int32Array): boolean {
    const start = place * this.#width;
    for (let node = 0; node < this.#width; node += 1) if (this.#cells[start + node] !== cluster[node]) return false;
    return true;
  }

  #growStates(): void {
    const length = this.#parents.length * 2;
    const cells = new Int32Array(length * this.#width);
    cells.set(this.#cells);
    this.#cells = cells;
    const parents = new Int32Array(length);
    parents.set(this.#parents);
    this.#parents = parents;
  }

  #growSlots(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    const cluster = new Int32Array(this.#width);
    for (let place = 0; place < this.#size; place += 1) {
      this.read(place, cluster);
      let slot = hashOf(cluster) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(cluster: Int32Array): number {
  let hash = 0x9e3779b9;
  for (const cell of cluster) {
    hash = Math.imul(hash ^ cell, 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
}
