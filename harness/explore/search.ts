import { nodeNames } from '#quorums';
import { Agreement } from './agreement.ts';
import { type Exchange, exchanges } from './bystanders.ts';
import type { Exploration, ExploreLimits, PathStep } from './explore.ts';
import type { ExploreScope } from './explore-scope.ts';
import { type LocalState, LocalStates, type Outcome } from './local-states.ts';
import { Outboxes } from './outboxes.ts';
import { StateTable } from './state-table.ts';

const statesBetweenLooks = 1 << 14;

/**
 * One search through the states of a cluster, breadth first. A state is a row of numbers: of each node its local state, and its
 * outbox without what is spent for those that it was sent to. Rows are written over in place, since there are millions of them.
 */
export class Search {
  readonly #scope: ExploreScope;
  readonly #limits: ExploreLimits;
  readonly #nodes: number;
  readonly #outboxes: Outboxes;
  readonly #locals: LocalStates;
  readonly #table: StateTable;
  readonly #agreement: Agreement;
  readonly #exchanges: readonly Exchange[];
  readonly #exchanged: Int32Array;
  readonly #least: Int32Array;
  readonly #inboxes: number[];
  #transitions = 0;
  #depth = 0;
  #violation: Exploration['violation'] = null;

  constructor(scope: ExploreScope, limits: ExploreLimits) {
    this.#scope = scope;
    this.#limits = limits;
    this.#nodes = nodeNames(scope.system).length;
    this.#outboxes = new Outboxes(this.#nodes);
    this.#locals = new LocalStates(scope, this.#outboxes);
    this.#table = new StateTable(2 * this.#nodes);
    this.#agreement = new Agreement(scope.system, (id) => this.#locals.votes.at(id));
    this.#exchanges = exchanges(scope).slice(1);
    this.#exchanged = this.#row();
    this.#least = this.#row();
    this.#inboxes = Array.from({ length: this.#nodes }, () => 0);
  }

  /** Yields now and then, so that whoever takes the steps can do something else in between. */
  *run(): Generator<undefined, Exploration> {
    const first = this.#row();
    for (let node = 0; node < this.#nodes; node += 1) {
      first[2 * node] = this.#locals.initial(node);
      first[2 * node + 1] = this.#outboxes.outboxOf([]);
    }
    this.#table.add(first, -1);
    let levelEnd = 1;
    for (let place = 0; place < this.#table.size; place += 1) {
      if (place === levelEnd) {
        this.#depth += 1;
        levelEnd = this.#table.size;
      }
      if (this.#table.size > this.#limits.statesMax) return this.#exploration('states');
      if (place % statesBetweenLooks === 0) {
        this.#tell(place);
        yield;
        if (this.#limits.shouldStop()) return this.#exploration('stopped');
      }
      this.#expand(place);
      if (this.#violation !== null) return this.#exploration('violation');
    }
    return this.#exploration('complete');
  }

  #expand(place: number): void {
    const row = this.#row();
    const next = this.#row();
    this.#table.read(place, row);
    for (let node = 0; node < this.#nodes; node += 1) {
      const state = row[2 * node] ?? 0;
      for (const outcome of this.#locals.own(state)) this.#go(place, row, node, outcome, next);
      const inboxes = this.#inboxesOf(row, node);
      for (const outcome of this.#locals.byMessages(state, inboxes)) this.#go(place, row, node, outcome, next);
      if (this.#violation !== null) return;
    }
  }

  /** Takes notice of what `outcome` makes of `row`; `next` is written over. */
  #go(place: number, row: Int32Array, node: number, outcome: Outcome, next: Int32Array): void {
    this.#transitions += 1;
    if (!this.#step(row, node, outcome, next)) return;
    const isKnown = this.#isExceeded(next, 0, false) || !this.#table.add(this.#leastOf(next), place);
    if (isKnown || this.#violation !== null) return;
    const cluster = this.#statesOf(next);
    const before = this.#locals.state(row[2 * node] ?? 0);
    const after = this.#locals.state(outcome.state);
    this.#report(cluster);
    const objection = after.objection ?? this.#agreement.judge(cluster, before, after);
    if (objection === null) return;
    const path = this.#scope.reduces ? [] : this.#pathTo(this.#table.size - 1);
    this.#violation = { ...objection, path };
  }

  /** Writes into `next` what `outcome` of `node` makes of `row`; false: nothing else. */
  #step(row: Int32Array, node: number, { state, sent }: Outcome, next: Int32Array): boolean {
    const stateBefore = row[2 * node] ?? 0;
    const outboxBefore = row[2 * node + 1] ?? 0;
    let outbox = this.#outboxes.join(outboxBefore, sent);
    if (outbox !== outboxBefore)
      for (let to = 0; to < this.#nodes; to += 1)
        if (to !== node) outbox = this.#heardBy(outbox, to, this.#locals.state(row[2 * to] ?? 0));
    if (state === stateBefore && outbox === outboxBefore) return false;
    next.set(row);
    next[2 * node] = state;
    next[2 * node + 1] = outbox;
    const after = this.#locals.state(state);
    if (after.ear !== this.#locals.state(stateBefore).ear)
      for (let from = 0; from < this.#nodes; from += 1)
        if (from !== node) next[2 * from + 1] = this.#heardBy(next[2 * from + 1] ?? 0, node, after);
    return true;
  }

  #heardBy(outbox: number, to: number, { ear }: LocalState): number {
    return ear === null ? outbox : this.#outboxes.heardBy(outbox, to, ear);
  }

  /**
   * True when a state was met that can do all that `row` can, since it is the same but for nodes that may still crash more often. Some
   * node from `from` on is to be such a one, unless one before it `isLess` already.
   */
  #isExceeded(row: Int32Array, from: number, isLess: boolean): boolean {
    if (from === this.#nodes) return isLess && this.#table.has(this.#leastOf(row));
    if (this.#isExceeded(row, from + 1, isLess)) return true;
    const state = row[2 * from] ?? 0;
    let isExceeded = false;
    for (const lesser of this.#locals.lesser(state)) {
      row[2 * from] = lesser;
      isExceeded ||= this.#isExceeded(row, from + 1, true);
    }
    row[2 * from] = state;
    return isExceeded;
  }

  /** The one that stands for all that are `row` with bystanders exchanged: the first of them in the order of numbers. */
  #leastOf(row: Int32Array): Int32Array {
    if (this.#exchanges.length === 0) return row;
    this.#least.set(row);
    for (const exchange of this.#exchanges) {
      for (const [node, place] of exchange.entries()) {
        this.#exchanged[2 * place] = this.#locals.exchanged(row[2 * node] ?? 0, exchange);
        this.#exchanged[2 * place + 1] = this.#outboxes.exchanged(row[2 * node + 1] ?? 0, exchange);
      }
      if (isBefore(this.#exchanged, this.#least)) this.#least.set(this.#exchanged);
    }
    return this.#least;
  }

  /** From each node what was ever sent to `node`. */
  #inboxesOf(row: Int32Array, node: number): readonly number[] {
    for (let from = 0; from < this.#nodes; from += 1)
      this.#inboxes[from] = this.#outboxes.setFor(row[2 * from + 1] ?? 0, node);
    return this.#inboxes;
  }

  #statesOf(row: Int32Array): readonly LocalState[] {
    return Array.from({ length: this.#nodes }, (_, node) => this.#locals.state(row[2 * node] ?? 0));
  }

  #pathTo(place: number): readonly PathStep[] {
    const steps: PathStep[] = [];
    for (let at = place; this.#table.parent(at) >= 0; at = this.#table.parent(at)) {
      const before = this.#row();
      const after = this.#row();
      this.#table.read(this.#table.parent(at), before);
      this.#table.read(at, after);
      steps.push(this.#stepBetween(before, after));
    }
    return steps.reverse();
  }

  #stepBetween(before: Int32Array, after: Int32Array): PathStep {
    const next = this.#row();
    for (let node = 0; node < this.#nodes; node += 1) {
      const state = before[2 * node] ?? 0;
      const inboxes = this.#inboxesOf(before, node);
      for (const outcome of [...this.#locals.own(state), ...this.#locals.byMessages(state, inboxes)]) {
        if (this.#step(before, node, outcome, next) && next.every((cell, place) => cell === after[place]))
          return { node, event: this.#locals.eventOf(state, outcome, inboxes) };
      }
    }
    throw new RangeError('no event leads from one state to the next');
  }

  #row(): Int32Array {
    return new Int32Array(2 * this.#nodes);
  }

  #report(cluster: readonly LocalState[]): void {
    this.#limits.met?.(
      cluster.map(({ votes, beliefs }) => ({ votes: votes.map((id) => this.#locals.votes.at(id)), beliefs })),
    );
  }

  #tell(place: number): void {
    const { size: states } = this.#table;
    this.#limits.progress({ states, waiting: states - place, depth: this.#depth, localStates: this.#locals.size });
  }

  #exploration(end: Exploration['end']): Exploration {
    return {
      end,
      violation: this.#violation,
      orders: this.#scope.numbers === null ? 0 : 1,
      states: this.#table.size,
      transitions: this.#transitions,
      localStates: this.#locals.size,
      depth: this.#depth,
      tableBytes: this.#table.sizeBytes,
    };
  }
}

function isBefore(one: Int32Array, other: Int32Array): boolean {
  for (let cell = 0; cell < one.length; cell += 1) {
    const difference = (one[cell] ?? 0) - (other[cell] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
