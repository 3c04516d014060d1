import type { Effort } from './effort.ts';

/**
 * Why one transaction comes before another, as bits of an edge's kind: it wrote a version that the other overwrote (ww) or
 * read (wr), it read a version that the other overwrote (rw), the same process ran it earlier, or it was over before the
 * other began.
 */
export const edgeKinds = { ww: 1, wr: 2, rw: 4, process: 8, realtime: 16 } as const;

/**
 * The bit of edges that leave a gate, a vertex that stands between many readers of one version and many writers of the next
 * (see `Gates`): whoever came there by an rw edge is still on it.
 */
export const throughGate = 32;

const bytesPerEdge = 9;

/** A list of edges that grows: 9 bytes an edge, which are accounted for. */
export class EdgeList {
  #from = new Int32Array(64);
  #to = new Int32Array(64);
  #kind = new Uint8Array(64);
  #size = 0;
  readonly #effort: Effort | undefined;

  constructor(effort?: Effort) {
    this.#effort = effort;
  }

  get size(): number {
    return this.#size;
  }

  get from(): Int32Array {
    return this.#from;
  }

  get to(): Int32Array {
    return this.#to;
  }

  get kind(): Uint8Array {
    return this.#kind;
  }

  /** An edge from a vertex to itself says nothing and is left out. */
  add(from: number, to: number, kind: number): void {
    if (from === to) return;
    if (this.#size === this.#from.length) this.#grow();
    this.#from[this.#size] = from;
    this.#to[this.#size] = to;
    this.#kind[this.#size] = kind;
    this.#size++;
  }

  #grow(): void {
    const capacity = 2 * this.#size;
    this.#effort?.reserve(bytesPerEdge * capacity);
    const from = new Int32Array(capacity);
    const to = new Int32Array(capacity);
    const kind = new Uint8Array(capacity);
    from.set(this.#from);
    to.set(this.#to);
    kind.set(this.#kind);
    this.#from = from;
    this.#to = to;
    this.#kind = kind;
    this.#effort?.release(bytesPerEdge * this.#size);
  }
}
