import { type EdgeList, edgeKinds, throughGate } from './edge-list.ts';

/** Fewer pairs than this many for each reader and writer are not worth gates. */
const pairsPerMember = 4;

/**
 * Puts every reader of a version before every writer of the next ones: rw edges, of which there would be up to n^2 / 4. So
 * where there are many, walks lead through gates, vertices behind those of the transactions: over the writers in ascending
 * order there is one row of gates that leads upwards and one downwards, and a reader enters both beside itself, since it may be
 * one of the writers and does not precede itself. Then there are at most 2 edges a reader and 4 a writer, and a walk from a
 * reader to a writer exactly where there would be an edge.
 */
export class Gates {
  readonly #edges: EdgeList;
  #next: number;

  /** Gates get the numbers from `first` on. */
  constructor(edges: EdgeList, first: number) {
    this.#edges = edges;
    this.#next = first;
  }

  /** The number of the next gate. */
  get next(): number {
    return this.#next;
  }

  /** Both are transactions in ascending order, and may repeat some. */
  putBefore(readers: Int32Array, writers: Int32Array): void {
    if (readers.length * writers.length > pairsPerMember * (readers.length + writers.length)) {
      this.#throughGates(readers, writers);
      return;
    }
    for (const reader of readers) for (const writer of writers) this.#edges.add(reader, writer, edgeKinds.rw);
  }

  #throughGates(readers: Int32Array, writers: Int32Array): void {
    const edges = this.#edges;
    const count = writers.length;
    const up = this.#next; // the gate up + i leads to the writers from i on
    const down = up + count; // the gate down + i to those up to i
    this.#next = down + count;
    for (const [place, writer] of writers.entries()) {
      edges.add(up + place, writer, throughGate);
      edges.add(down + place, writer, throughGate);
      if (place === 0) continue;
      edges.add(up + place - 1, up + place, throughGate);
      edges.add(down + place, down + place - 1, throughGate);
    }
    let lower = 0; // writers below the reader
    let others = 0; // those, and the reader itself
    for (const reader of readers) {
      while (lower < count && (writers[lower] ?? 0) < reader) lower++;
      while (others < count && (writers[others] ?? 0) <= reader) others++;
      if (others < count) edges.add(reader, up + others, edgeKinds.rw);
      if (lower > 0) edges.add(reader, down + lower - 1, edgeKinds.rw);
    }
  }
}
