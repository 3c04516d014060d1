import { isRound, roundKind } from '#cluster-node';
import { nodeNames } from '#quorums';
import { listedQuorums } from '../environments/sim/oracles/listed-quorums.ts';
import { QuorumMasks } from '../environments/sim/oracles/quorum-masks.ts';
import type { ExploreScope } from './explore-scope.ts';
import type { Objection } from './explored-node.ts';
import type { LocalEvent } from './local-event.ts';
import { type LocalState, LocalStates } from './local-states.ts';
import { StateTable } from './state-table.ts';

/** One event on the way to a violation. */
export type PathStep = Readonly<{ node: number; event: LocalEvent }>;

/** What an exploration came to. `complete`: every reachable state within the scope was met, and none breaks a rule. */
export type Exploration = Readonly<{
  end: 'complete' | 'violation' | 'states' | 'stopped';
  violation: (Objection & Readonly<{ path: readonly PathStep[] }>) | null;
  states: number;
  transitions: number;
  /** States of single nodes. */
  localStates: number;
  /** The length of the longest of the shortest ways. */
  depth: number;
  tableBytes: number;
}>;

/** How far an exploration goes, and who is told how it gets on. */
export type ExploreLimits = Readonly<{
  statesMax: number;
  /** Asked now and then. */
  shouldStop(): boolean;
  progress(at: Readonly<{ states: number; waiting: number; depth: number; localStates: number }>): void;
}>;

const statesBetweenLooks = 1 << 14;

/**
 * Breadth first through everything that can happen to a cluster of real replicas within `scope`. A message that has left may arrive at
 * any time later, any number of times, or never, so a loss needs no event of its own, and of a cluster nothing needs to be known
 * but the state of each node together with what it has sent. After each event the oracles look at it.
 */
export function explore(scope: ExploreScope, limits: ExploreLimits): Exploration {
  return new Explorer(scope, limits).run();
}

class Explorer {
  readonly #limits: ExploreLimits;
  readonly #locals: LocalStates;
  readonly #table: StateTable;
  readonly #quorums: QuorumMasks;
  readonly #nodes: number;
  #transitions = 0;
  #depth = 0;
  #violation: Exploration['violation'] = null;

  constructor(scope: ExploreScope, limits: ExploreLimits) {
    this.#limits = limits;
    this.#nodes = nodeNames(scope.system).length;
    this.#locals = new LocalStates(scope);
    this.#table = new StateTable(this.#nodes);
    this.#quorums = new QuorumMasks(listedQuorums(scope.system));
  }

  run(): Exploration {
    this.#table.add(
      Int32Array.from({ length: this.#nodes }, (_, node) => this.#locals.initial(node)),
      -1,
    );
    let levelEnd = 1;
    for (let place = 0; place < this.#table.size; place += 1) {
      if (place === levelEnd) {
        this.#depth += 1;
        levelEnd = this.#table.size;
      }
      if (this.#table.size > this.#limits.statesMax) return this.#exploration('states');
      if (place % statesBetweenLooks === 0) {
        this.#tell(place);
        if (this.#limits.shouldStop()) return this.#exploration('stopped');
      }
      this.#expand(place);
      if (this.#violation !== null) return this.#exploration('violation');
    }
    return this.#exploration('complete');
  }

  #expand(place: number): void {
    const cluster = new Int32Array(this.#nodes);
    this.#table.read(place, cluster);
    const states = Array.from(cluster, (id) => this.#locals.state(id));
    for (const [node, id] of [...cluster].entries()) {
      for (const next of this.#locals.own(id)) this.#go(place, cluster, node, next);
      for (const next of this.#locals.byMessages(id, inboxesOf(states, node))) this.#go(place, cluster, node, next);
      if (this.#violation !== null) return;
    }
  }

  #go(place: number, cluster: Int32Array, node: number, next: number): void {
    this.#transitions += 1;
    const before = cluster[node] ?? 0;
    cluster[node] = next;
    if (this.#table.add(cluster, place) && this.#violation === null) {
      const objection = this.#judge(cluster, this.#locals.state(before), this.#locals.state(next));
      if (objection !== null) this.#violation = { ...objection, path: this.#pathTo(this.#table.size - 1) };
    }
    cluster[node] = before;
  }

  #judge(cluster: Int32Array, before: LocalState, after: LocalState): Objection | null {
    if (after.objection !== null) return after.objection;
    const hasVoted = after.votes.length > before.votes.length;
    const hasLearned = after.beliefs.length > before.beliefs.length;
    if (!hasVoted && !hasLearned) return null;
    const chosen = this.#chosen(cluster);
    for (const [instance, values] of chosen) {
      if (values.size < 2) continue;
      const message = `instance ${instance}: ${[...values].join(' and ')} are both chosen`;
      return { judge: 'agreement', message };
    }
    for (const { instance, value } of after.beliefs) {
      if (chosen.get(instance)?.has(value) === true) continue;
      const message = `a node takes ${value} for chosen in instance ${instance}, where the synced votes did not choose it`;
      return { judge: 'agreement', message };
    }
    return null;
  }

  /** What the votes on disk have chosen, by instance. */
  #chosen(cluster: Int32Array): ReadonlyMap<number, ReadonlySet<string>> {
    const voters = new Map<number, number>();
    for (const [node, id] of cluster.entries())
      for (const vote of this.#locals.state(id).votes) voters.set(vote, (voters.get(vote) ?? 0) | (1 << node));
    const chosen = new Map<number, Set<string>>();
    for (const [vote, members] of voters) {
      const { instance, round, value } = this.#locals.votes.at(vote);
      if (!isRound(round) || !this.#quorums.isHeldBy(roundKind(round), members)) continue;
      chosen.set(instance, (chosen.get(instance) ?? new Set()).add(value));
    }
    return chosen;
  }

  #pathTo(place: number): readonly PathStep[] {
    const steps: PathStep[] = [];
    const after = new Int32Array(this.#nodes);
    const before = new Int32Array(this.#nodes);
    for (let at = place; this.#table.parent(at) >= 0; at = this.#table.parent(at)) {
      this.#table.read(at, after);
      this.#table.read(this.#table.parent(at), before);
      const node = after.findIndex((id, index) => before[index] !== id);
      const inboxes = inboxesOf(
        Array.from(before, (id) => this.#locals.state(id)),
        node,
      );
      const event = this.#locals.eventBetween(before[node] ?? 0, after[node] ?? 0, inboxes);
      steps.push({ node, event });
    }
    return steps.reverse();
  }

  #tell(place: number): void {
    const { size: states } = this.#table;
    this.#limits.progress({ states, waiting: states - place, depth: this.#depth, localStates: this.#locals.size });
  }

  #exploration(end: Exploration['end']): Exploration {
    return {
      end,
      violation: this.#violation,
      states: this.#table.size,
      transitions: this.#transitions,
      localStates: this.#locals.size,
      depth: this.#depth,
      tableBytes: this.#table.sizeBytes,
    };
  }
}

/** From each node what was ever sent to `node`. */
function inboxesOf(states: readonly LocalState[], node: number): readonly number[] {
  return states.map(({ outbox }) => outbox[node] ?? 0);
}
