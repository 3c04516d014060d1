import { type EdgeList, throughGate } from './edge-list.ts';
import type { Effort } from './effort.ts';

/**
 * A directed graph in compressed rows: the edges of vertex v are those from `start[v]` to `start[v + 1]` - 1. There is at most
 * one edge from one vertex to another; `kind` has the bits of all reasons for it.
 */
export type Digraph = Readonly<{
  vertexCount: number;
  start: Int32Array;
  to: Int32Array;
  kind: Uint8Array;
}>;

/** The graph of `edges` over vertices 0 to `vertexCount` - 1, parallel edges merged; linear time. */
export function digraph(edges: EdgeList, vertexCount: number, effort?: Effort): Digraph {
  effort?.reserve(16 * vertexCount + 5 * edges.size);
  const rows = inRows(edges, vertexCount);
  const { start, to, kind } = rows;
  const mergedStart = new Int32Array(vertexCount + 1);
  const placeOf = new Int32Array(vertexCount).fill(-1); // where the edge to a vertex stands, if in the present row
  let size = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const rowStart = size;
    const end = start[vertex + 1] ?? 0;
    for (let edge = start[vertex] ?? 0; edge < end; edge++) {
      const target = to[edge] ?? 0;
      const place = placeOf[target] ?? -1;
      if (place >= rowStart) {
        kind[place] = (kind[place] ?? 0) | (kind[edge] ?? 0);
        continue;
      }
      placeOf[target] = size;
      to[size] = target;
      kind[size] = kind[edge] ?? 0;
      size++;
    }
    mergedStart[vertex + 1] = size;
  }
  return { vertexCount, start: mergedStart, to: to.subarray(0, size), kind: kind.subarray(0, size) };
}

/** The bits of the edge between two vertices; 0: there is none. */
export function edgeKindBetween({ start, to, kind }: Digraph, from: number, target: number): number {
  const end = start[from + 1] ?? 0;
  for (let edge = start[from] ?? 0; edge < end; edge++) if (to[edge] === target) return kind[edge] ?? 0;
  return 0;
}

/** Whether a vertex is a gate (see `Gates`). */
export function isGate({ start, kind }: Digraph, vertex: number): boolean {
  const first = start[vertex] ?? 0;
  return first < (start[vertex + 1] ?? 0) && kind[first] === throughGate;
}

/** Sorted by source, by counting. */
function inRows(edges: EdgeList, vertexCount: number): Digraph {
  const { size } = edges;
  const start = new Int32Array(vertexCount + 1);
  for (let edge = 0; edge < size; edge++) {
    const next = (edges.from[edge] ?? 0) + 1;
    start[next] = (start[next] ?? 0) + 1;
  }
  for (let vertex = 0; vertex < vertexCount; vertex++)
    start[vertex + 1] = (start[vertex + 1] ?? 0) + (start[vertex] ?? 0);
  const fill = start.slice();
  const to = new Int32Array(size);
  const kind = new Uint8Array(size);
  for (let edge = 0; edge < size; edge++) {
    const source = edges.from[edge] ?? 0;
    const place = fill[source] ?? 0;
    fill[source] = place + 1;
    to[place] = edges.to[edge] ?? 0;
    kind[place] = edges.kind[edge] ?? 0;
  }
  return { vertexCount, start, to, kind };
}
