import type { EdgeList } from '../edge-list.ts';
import type { Effort } from '../effort.ts';
import { rowsOf } from '../rows.ts';

/** Which vertices can be reached from which, by at least one edge. */
export type Reachability = Readonly<{ has: (from: number, to: number) => boolean }>;

/** The transitive closure as a matrix of bits; null: there is a cycle. O(edges · vertices / 32), vertices² / 8 bytes. */
export function reachability(edges: EdgeList, vertexCount: number, effort?: Effort): Reachability | null {
  const words = (vertexCount + 31) >>> 5;
  const bytes = 4 * words * vertexCount;
  effort?.reserve(bytes);
  const matrix = new Uint32Array(words * vertexCount);
  effort?.release(bytes); // one is held at a time
  const bySource = rowsOf(edges.from.subarray(0, edges.size), vertexCount);
  const inOrder = topologicalOrder(edges, bySource, vertexCount);
  if (inOrder === null) return null;
  for (let place = vertexCount - 1; place >= 0; place--) {
    const vertex = inOrder[place] ?? 0;
    const row = vertex * words;
    for (let at = bySource.start[vertex] ?? 0; at < (bySource.start[vertex + 1] ?? 0); at++) {
      const target = edges.to[bySource.rows[at] ?? 0] ?? 0;
      const bit = row + (target >>> 5);
      if (((matrix[bit] ?? 0) & (1 << (target & 31))) !== 0) continue; // and all that follows from there
      effort?.spend(words);
      const other = target * words;
      for (let word = 0; word < words; word++)
        matrix[row + word] = (matrix[row + word] ?? 0) | (matrix[other + word] ?? 0);
      matrix[bit] = (matrix[bit] ?? 0) | (1 << (target & 31));
    }
  }
  return { has: (from, to) => ((matrix[from * words + (to >>> 5)] ?? 0) & (1 << (to & 31))) !== 0 };
}

/** Kahn's algorithm. */
function topologicalOrder(
  edges: EdgeList,
  bySource: ReturnType<typeof rowsOf>,
  vertexCount: number,
): Int32Array | null {
  const waitsFor = new Int32Array(vertexCount);
  for (let edge = 0; edge < edges.size; edge++) {
    const target = edges.to[edge] ?? 0;
    waitsFor[target] = (waitsFor[target] ?? 0) + 1;
  }
  const inOrder = new Int32Array(vertexCount);
  let count = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) if (waitsFor[vertex] === 0) inOrder[count++] = vertex;
  for (let next = 0; next < count; next++) {
    const vertex = inOrder[next] ?? 0;
    for (let at = bySource.start[vertex] ?? 0; at < (bySource.start[vertex + 1] ?? 0); at++) {
      const target = edges.to[bySource.rows[at] ?? 0] ?? 0;
      waitsFor[target] = (waitsFor[target] ?? 0) - 1;
      if (waitsFor[target] === 0) inOrder[count++] = target;
    }
  }
  return count === vertexCount ? inOrder : null;
}
