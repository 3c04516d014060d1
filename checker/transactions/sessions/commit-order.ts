import { Int32Column } from '../../history/growing-columns.ts';
import { components } from '../components.ts';
import { cycleInComponent } from '../cycle-search.ts';
import { digraph, edgeKindBetween } from '../digraph.ts';
import { EdgeList } from '../edge-list.ts';
import type { Effort } from '../effort.ts';
import { searchRoom } from '../search-room.ts';
import { none } from '../transaction-table.ts';
import { initialState, type SessionHistory } from './session-history.ts';

/**
 * Why one transaction commits before another: its session ran it first, the other read from it, a read demands it that
 * saw the other (`inferred`) or that the other overwrote (`overwritten`), or it is the initial state.
 */
export type CommitReason = 'session' | 'read' | 'initial' | 'inferred' | 'overwritten';

export type CommitStep = Readonly<{
  from: number;
  to: number;
  reason: CommitReason;
  /** For `inferred` and `overwritten`: the read, as its place among the reads of the history. */
  read: number;
}>;

/** The bit of each reason, the surest first: of several reasons for one edge, the first is told. */
const bits: Readonly<Record<CommitReason, number>> = { session: 1, read: 2, initial: 4, inferred: 8, overwritten: 16 };
const reasons = ['session', 'read', 'initial', 'inferred', 'overwritten'] as const;

/**
 * What is known of the order in which transactions committed: the order of sessions and who read from whom, and what a level
 * infers from these. The level is kept exactly when there is no cycle (Biswas & Enea, OOPSLA 2019, section 4).
 */
export class CommitOrder {
  readonly #history: SessionHistory;
  readonly #effort: Effort | undefined;
  readonly #edges = new EdgeList();
  /** Of each edge behind those that are sure: the read that demands it. */
  readonly #demandedBy = new Int32Column();
  readonly #sureCount: number;

  constructor(history: SessionHistory, effort?: Effort) {
    this.#history = history;
    this.#effort = effort;
    const { table, before, readStart, readWriter } = history;
    for (let t = 0; t < table.size; t++) {
      const earlier = before[t] ?? none;
      if (earlier !== none) this.#edges.add(earlier, t, bits.session);
      for (let read = readStart[t] ?? 0; read < (readStart[t + 1] ?? 0); read++) {
        const writer = readWriter[read] ?? 0;
        if (writer !== initialState(table)) this.#edges.add(writer, t, bits.read);
      }
    }
    this.#sureCount = this.#edges.size;
  }

  /**
   * `earlier` commits before the transaction that `read` saw the write of, because `earlier` wrote the same key and whoever
   * read it knew of that. Nothing commits before the initial state: then that is the cycle.
   */
  infer(earlier: number, read: number): void {
    const later = this.#history.readWriter[read] ?? 0;
    if (earlier === later) return;
    this.#add(earlier, later, 'inferred', read);
    if (later === initialState(this.#history.table)) this.#add(later, earlier, 'initial', none);
  }

  /** The transaction that reads commits before `later`, which wrote the same key and committed after what `read` saw. */
  inferOverwritten(read: number, later: number): void {
    const { table, readPlace } = this.#history;
    const reader = table.transaction[readPlace[read] ?? 0] ?? 0;
    if (reader !== later) this.#add(reader, later, 'overwritten', read);
  }

  #add(earlier: number, later: number, reason: CommitReason, read: number): void {
    this.#effort?.spend(1);
    this.#edges.add(earlier, later, bits[reason]);
    this.#demandedBy.push(read);
  }

  /** The edges so far; the vertices are the transactions, and the initial state behind them. */
  get edges(): EdgeList {
    return this.#edges;
  }

  /** A cycle, short where that is cheap; null: there is none. Linear in the edges. */
  cycle(): readonly CommitStep[] | null {
    const count = initialState(this.#history.table) + 1;
    const graph = digraph(this.#edges, count, this.#effort);
    const room = searchRoom(count, this.#effort);
    this.#effort?.reserve(12 * count); // members and numbers
    const rule = { base: reasons.reduce((all, reason) => all | bits[reason], 0), rw: 'none' } as const;
    const members = Int32Array.from({ length: count }, (_, vertex) => vertex);
    const { cycles, numberOf } = components(graph, rule, members, null, room, new Int32Array(2 * count));
    const [smallest] = cycles.toSorted((a, b) => a.length - b.length);
    if (smallest === undefined) return null;
    const budget = { edgesLeft: Number.POSITIVE_INFINITY };
    const walk = cycleInComponent({ graph, rule, numberOf, room, budget }, smallest) ?? [];
    return walk.map((from, place) => {
      const to = walk[(place + 1) % walk.length] ?? from;
      return this.#step(from, to, edgeKindBetween(graph, from, to));
    });
  }

  #step(from: number, to: number, kind: number): CommitStep {
    const reason = reasons.find((name) => (kind & bits[name]) !== 0) ?? 'session';
    if (reason !== 'inferred' && reason !== 'overwritten') return { from, to, reason, read: none };
    const { from: sources, to: targets, kind: kinds, size } = this.#edges;
    let edge = this.#sureCount;
    while (edge < size && (sources[edge] !== from || targets[edge] !== to || kinds[edge] !== bits[reason])) edge++;
    return { from, to, reason, read: this.#demandedBy.at(edge - this.#sureCount) };
  }
}
