import type { Digraph } from './digraph.ts';
import { edgeKinds } from './edge-list.ts';
import type { SearchRoom } from './search-room.ts';
import { nextState, type WalkRule } from './walk-rule.ts';

/** Counts down the edges that searches may still look at. */
export type SearchBudget = { edgesLeft: number };

/** What a search needs to know: the graph, the rule, and the numbers of the rule's components (see `Components`). */
export type SearchSpace = Readonly<{
  graph: Digraph;
  rule: WalkRule;
  numberOf: Int32Array;
  /** Numbers of the components of the rule itself, if `numberOf` has those of a wider rule: walks never lead up in them. */
  ranks?: Int32Array | null;
  room: SearchRoom;
  budget: SearchBudget;
}>;

/** How many starts in one component are tried in the hope of a shorter cycle. */
const startsTried = 24;

/**
 * A cycle inside of `component`, whose vertices are all on one: the shortest through some of its vertices. The last vertex is
 * followed by the first. Null only when the budget is used up.
 */
export function cycleInComponent(space: SearchSpace, component: Int32Array): readonly number[] | null {
  let best: readonly number[] | null = null;
  const stride = Math.max(1, Math.floor(component.length / startsTried));
  for (let place = 0; place < component.length; place += stride) {
    const vertex = component[place] ?? 0;
    const cycle = shortestWalk(space, 2 * vertex, vertex);
    if (cycle && (best === null || cycle.length < best.length)) best = cycle;
    if (space.budget.edgesLeft < 0 || best?.length === 2) break;
  }
  return best;
}

/**
 * A cycle through each edge of `members` that is rw alone and has a way back by the rule, as long as the budget lasts. Only
 * edges inside of one component are tried; the components are those of the rule with its rw edges as `rwOfComponents` says.
 * The edges that lead back least in the numbers are tried first: theirs are the shortest ways.
 */
export function* cyclesThroughRw(
  space: SearchSpace,
  rwOfComponents: WalkRule['rw'],
  members: Int32Array,
): Generator<readonly number[]> {
  const { graph, budget } = space;
  const reachedByRw = rwOfComponents === 'nonadjacent' ? 1 : 0;
  const sources: number[] = [];
  const candidates: number[] = [];
  const spans: number[] = [];
  for (const from of members) {
    const end = graph.start[from + 1] ?? 0;
    for (let edge = graph.start[from] ?? 0; edge < end; edge++) {
      const span = spanOf(space, from, edge, reachedByRw);
      if (span < 0) continue;
      sources.push(from);
      candidates.push(edge);
      spans.push(span);
    }
  }
  for (const place of inAscendingOrder(spans)) {
    const from = sources[place] ?? 0;
    const way = shortestWalk(space, 2 * (graph.to[candidates[place] ?? 0] ?? 0) + reachedByRw, from);
    if (budget.edgesLeft < 0) return;
    if (way) yield [from, ...way];
  }
}

/** How far an rw edge leads back in the numbers; -1: there is no way from its end to its beginning, or it is no such edge. */
function spanOf(
  { graph, rule, numberOf, ranks = null }: SearchSpace,
  from: number,
  edge: number,
  reachedByRw: number,
): number {
  const kind = graph.kind[edge] ?? 0;
  if ((kind & edgeKinds.rw) === 0 || (kind & rule.base) !== 0) return -1;
  const to = graph.to[edge] ?? 0;
  const goal = numberOf[2 * from] ?? -1;
  if (goal === -1 || numberOf[2 * to + reachedByRw] !== goal) return -1;
  return ranks === null ? 0 : (ranks[2 * to] ?? 0) - (ranks[2 * from] ?? 0);
}

/** The places of whole numbers from 0 in ascending order; of equal ones the first first. Sorted as numbers, which is fast. */
function inAscendingOrder(values: readonly number[]): readonly number[] {
  const count = values.length;
  const keys = Float64Array.from(values, (value, place) => value * count + place).sort();
  return Array.from(keys, (key) => key % count);
}

/**
 * The vertices of a shortest walk of at least one edge from a state to a vertex that is then not reached by an rw edge where
 * the rule is `nonadjacent`; the goal is left out. Null: there is none, or the budget is used up. Breadth first, linear; what
 * has a lower rank than the goal does not lead there.
 */
function shortestWalk(space: SearchSpace, from: number, goal: number): readonly number[] | null {
  const { graph, rule, numberOf, ranks = null, room, budget } = space;
  const { stack: queue, path: parent, seenIn } = room;
  const { start, to, kind } = graph;
  const component = numberOf[2 * goal];
  const leastRank = ranks?.[2 * goal] ?? 0;
  const search = ++room.searches;
  let head = 0;
  let tail = 0;
  queue[tail++] = from;
  while (head < tail) {
    const state = queue[head++] ?? 0;
    const vertex = state >> 1;
    const end = start[vertex + 1] ?? 0;
    budget.edgesLeft -= end - (start[vertex] ?? 0);
    room.effort?.spend(end - (start[vertex] ?? 0));
    if (budget.edgesLeft < 0) return null;
    for (let edge = start[vertex] ?? 0; edge < end; edge++) {
      const next = nextState(rule, state, kind[edge] ?? 0, to[edge] ?? 0);
      if (next < 0 || seenIn[next] === search || numberOf[next] !== component) continue;
      if (ranks !== null && (ranks[next & ~1] ?? 0) < leastRank) continue;
      seenIn[next] = search;
      parent[next] = state;
      if (next === 2 * goal) return walkTo(state, from, parent);
      queue[tail++] = next;
    }
  }
  return null;
}

function walkTo(last: number, first: number, parent: Int32Array): readonly number[] {
  const walk: number[] = [];
  for (let state = last; state !== first; state = parent[state] ?? 0) walk.push(state >> 1);
  walk.push(first >> 1);
  return walk.reverse();
}
