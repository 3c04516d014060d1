import { type Digraph, isGate } from './digraph.ts';
import type { SearchRoom } from './search-room.ts';
import { nextState, type WalkRule } from './walk-rule.ts';

/**
 * Strongly connected components of the states that a rule allows (see `WalkRule`). `numberOf[state]`: the components are
 * numbered so that walks only lead to the same or a smaller number; -1 outside of the members.
 */
export type Components = Readonly<{
  numberOf: Int32Array;
  /** The vertices of each component with at least two states, ascending and without repetition. */
  cycles: readonly Int32Array[];
}>;

/**
 * Tarjan's algorithm (1972) without recursion, over the states of `members`: linear in these and their edges. Edges that leave
 * `within` (the number of the part that each vertex is in must be `part`) are not followed; null: no bounds.
 */
export function components(
  graph: Digraph,
  rule: WalkRule,
  members: Int32Array,
  within: Readonly<{ parts: Int32Array; part: number }> | null,
  room: SearchRoom,
  numberOf: Int32Array,
): Components {
  const { order, low, nextEdge, stack, path } = room;
  const { start, to, kind } = graph;
  const parts = within?.parts;
  const part = within?.part ?? 0;
  for (const vertex of members) {
    for (let state = 2 * vertex; state <= 2 * vertex + 1; state++) {
      order[state] = 0;
      numberOf[state] = -1;
    }
  }
  const cycles: Int32Array[] = [];
  let visited = 0;
  let found = 0;
  let stackSize = 0;
  // Members come in the order of time, more or less. From the last to the first, so that the numbers follow it backwards as
  // far as the edges allow; gates, which have no time, at the end.
  for (let turn = 2 * members.length - 1; turn >= 0; turn--) {
    const root = members[turn % members.length] ?? 0;
    if (order[2 * root] !== 0 || isGate(graph, root) !== turn < members.length) continue;
    let depth = 0;
    let state = 2 * root;
    order[state] = low[state] = ++visited;
    nextEdge[state] = start[root] ?? 0;
    stack[stackSize++] = state;
    path[0] = state;
    // One turn of the loop looks at one edge, or leaves one state. All is in typed arrays: a graph has millions of edges.
    while (depth >= 0) {
      state = path[depth] ?? 0;
      const vertex = state >> 1;
      const edge = nextEdge[state] ?? 0;
      const end = start[vertex + 1] ?? 0;
      if (edge < end) {
        nextEdge[state] = edge + 1;
        const target = to[edge] ?? 0;
        if (parts !== undefined && parts[2 * target] !== part) continue;
        const next = nextState(rule, state, kind[edge] ?? 0, target);
        if (next < 0) continue;
        const seen = order[next] ?? 0;
        if (seen === 0) {
          order[next] = low[next] = ++visited;
          nextEdge[next] = start[target] ?? 0;
          stack[stackSize++] = next;
          path[++depth] = next;
        } else if (numberOf[next] === -1 && seen < (low[state] ?? 0)) {
          low[state] = seen; // still on the stack
        }
        continue;
      }
      room.effort?.spend(end - (start[vertex] ?? 0) + 2);
      depth--;
      const lowest = low[state] ?? 0;
      if (depth >= 0) {
        const parent = path[depth] ?? 0;
        if (lowest < (low[parent] ?? 0)) low[parent] = lowest;
      }
      if (lowest !== order[state]) continue;
      const top = stackSize;
      let member: number;
      do {
        member = stack[--stackSize] ?? 0;
        numberOf[member] = found;
      } while (member !== state);
      found++;
      if (top - stackSize > 1) cycles.push(verticesOf(stack.subarray(stackSize, top)));
    }
  }
  return { numberOf, cycles };
}

function verticesOf(states: Int32Array): Int32Array {
  const sorted = states.map((state) => state >> 1).sort();
  let size = 0;
  for (const vertex of sorted) if (size === 0 || sorted[size - 1] !== vertex) sorted[size++] = vertex;
  return sorted.slice(0, size);
}
