import { type ExploreScope, isNarrow } from './explore-scope.ts';
import type { Objection } from './explored-node.ts';
import type { LocalEvent } from './local-event.ts';
import type { Belief, DurableVote } from './local-states.ts';
import { roundOrders } from './round-orders.ts';
import { Search } from './search.ts';

/** One event on the way to a violation. */
export type PathStep = Readonly<{ node: number; event: LocalEvent }>;

/** What an exploration came to. `complete`: every reachable state within the scope was met, and none breaks a rule. */
export type Exploration = Readonly<{
  end: 'complete' | 'violation' | 'states' | 'stopped';
  /** With the shortest way there; the way is empty if only an exploration that leaves out names and numbers has come there. */
  violation: (Objection & Readonly<{ path: readonly PathStep[] }>) | null;
  /** In how many orders the rounds were numbered; 0: they were not numbered in advance. */
  orders: number;
  states: number;
  transitions: number;
  /** States of single nodes, of the order that has most of them. */
  localStates: number;
  /** The length of the longest of the shortest ways. */
  depth: number;
  /** At most at a time. */
  tableBytes: number;
}>;

/** What one node has voted for, on disk, and takes for chosen. */
export type Standing = Readonly<{ votes: readonly DurableVote[]; beliefs: readonly Belief[] }>;

/** How far an exploration goes, and who is told how it gets on. */
export type ExploreLimits = Readonly<{
  statesMax: number;
  /** Asked now and then. */
  shouldStop(): boolean;
  progress(at: Readonly<{ states: number; waiting: number; depth: number; localStates: number }>): void;
  /** Told of each state that is met, for comparing explorations. */
  met?(cluster: readonly Standing[]): void;
}>;

/**
 * Breadth first through everything that can happen to a cluster of real replicas within `scope`. A message that has left may arrive at
 * any time later, any number of times, or never, so a loss needs no event of its own, and of a cluster nothing needs to be known
 * but the state of each node together with what it has sent. After each event the oracles look at it.
 *
 * In a narrow scope the orders in which rounds can stand are gone through one after the other. A violation found there is sought
 * once more without any reduction, for the way to it.
 */
export function explore(scope: ExploreScope, limits: ExploreLimits): Exploration {
  const steps = explorationSteps(scope, limits);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** The same, with a rest now and then: before each time that `limits` are asked whether to stop. */
export function* explorationSteps(scope: ExploreScope, limits: ExploreLimits): Generator<undefined, Exploration> {
  if (!isNarrow(scope)) return yield* new Search(scope, limits).run();
  let total: Exploration | null = null;
  for (const numbers of roundOrders(scope)) {
    const statesMax: number = limits.statesMax - (total?.states ?? 0);
    const found: Exploration = yield* new Search({ ...scope, numbers }, { ...limits, statesMax }).run();
    total = total === null ? found : sum(total, found);
    if (found.end === 'violation') return yield* withItsWay(scope, limits, total);
    if (found.end !== 'complete') break;
  }
  return total ?? (yield* new Search(scope, limits).run());
}

function sum(one: Exploration, other: Exploration): Exploration {
  return {
    end: other.end,
    violation: other.violation,
    orders: one.orders + other.orders,
    states: one.states + other.states,
    transitions: one.transitions + other.transitions,
    localStates: Math.max(one.localStates, other.localStates),
    depth: Math.max(one.depth, other.depth),
    tableBytes: Math.max(one.tableBytes, other.tableBytes),
  };
}

function* withItsWay(
  scope: ExploreScope,
  limits: ExploreLimits,
  found: Exploration,
): Generator<undefined, Exploration> {
  const again = yield* new Search({ ...scope, reduces: false }, limits).run();
  return again.end === 'violation' ? again : found;
}
