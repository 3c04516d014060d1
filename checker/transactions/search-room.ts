import type { Effort } from './effort.ts';

/**
 * Room for searches in one graph, kept from one to the next, since a graph may have millions of vertices: two entries a
 * vertex in each array, one per state (see `WalkRule`), so 56 bytes a vertex.
 */
export type SearchRoom = {
  readonly order: Int32Array;
  readonly low: Int32Array;
  readonly nextEdge: Int32Array;
  readonly stack: Int32Array;
  readonly path: Int32Array;
  /** Numbers of components (see `Components`), for who needs those of a second rule. */
  readonly ranks: Int32Array;
  /** In which search a state was seen last; `searches` counts them. */
  readonly seenIn: Int32Array;
  searches: number;
  /** What searches in this room count their steps in. */
  readonly effort: Effort | undefined;
};

/** Room for a graph with `vertexCount` vertices. */
export function searchRoom(vertexCount: number, effort?: Effort): SearchRoom {
  effort?.reserve(56 * vertexCount);
  const make = (): Int32Array => new Int32Array(2 * vertexCount);
  return {
    order: make(),
    low: make(),
    nextEdge: make(),
    stack: make(),
    path: make(),
    ranks: make(),
    seenIn: make(),
    searches: 0,
    effort,
  };
}
