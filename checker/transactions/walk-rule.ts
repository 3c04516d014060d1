import { edgeKinds, throughGate } from './edge-list.ts';

/**
 * Which walks through a dependency graph are meant: along edges that have a bit of `base`, and, as `rw` says, along edges that
 * are rw alone: none, any, or no two in a row. For the last a walk has two states at each vertex, as in a product with an
 * automaton: state 2v + 1 is vertex v reached by an rw edge, state 2v is it reached otherwise. Leaving a gate changes nothing.
 */
export type WalkRule = Readonly<{ base: number; rw: 'none' | 'any' | 'nonadjacent' }>;

/** The state after an edge of kind `kind` to vertex `to`, from `state`; -1: the rule does not allow the edge. */
export function nextState(rule: WalkRule, state: number, kind: number, to: number): number {
  if ((kind & rule.base) !== 0) return 2 * to;
  if ((kind & throughGate) !== 0) return 2 * to + (state & 1);
  if ((kind & edgeKinds.rw) === 0 || rule.rw === 'none') return -1;
  if (rule.rw === 'any') return 2 * to;
  return (state & 1) === 0 ? 2 * to + 1 : -1;
}
