import { Int32Column } from '../../history/growing-columns.ts';
import { components } from '../components.ts';
import { cycleInComponent } from '../cycle-search.ts';
import { digraph, edgeKindBetween } from '../digraph.ts';
import { EdgeList, edgeKinds } from '../edge-list.ts';
import { searchRoom } from '../search-room.ts';
import { none } from '../transaction-table.ts';
import { initialState, type SessionHistory } from './session-history.ts';

/** Why one transaction commits before another: its session ran it first, the other read from it, or a read demands it. */
export type CommitStep = Readonly<{
  from: number;
  to: number;
  reason: 'session' | 'read' | 'inferred' | 'initial';
  /** For `inferred`: the read, as its place among the reads of the history. */
  read: number;
}>;

/**
 * What is known of the order in which transactions committed: the order of sessions and who read from whom, and what a level
 * infers from these. The level is kept exactly when there is no cycle (Biswas & Enea, OOPSLA 2019, section 4).
 */
export class CommitOrder {
  readonly #history: SessionHistory;
  readonly #edges = new EdgeList();
  /** Of each edge behind those that are sure: the read that demands it. */
  readonly #demandedBy = new Int32Column();
  readonly #sureCount: number;

  constructor(history: SessionHistory) {
    this.#history = history;
    const { table, before, readStart, readWriter } = history;
    for (let t = 0; t < table.size; t++) {
      const earlier = before[t] ?? none;
      if (earlier !== none) this.#edges.add(earlier, t, edgeKinds.process);
      for (let read = readStart[t] ?? 0; read < (readStart[t + 1] ?? 0); read++) {
        const writer = readWriter[read] ?? 0;
        if (writer !== initialState(table)) this.#edges.add(writer, t, edgeKinds.wr);
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
    this.#edges.add(earlier, later, edgeKinds.ww);
    this.#demandedBy.push(read);
    if (later !== initialState(this.#history.table)) return;
    this.#edges.add(later, earlier, edgeKinds.rw);
    this.#demandedBy.push(none);
  }

  /** A cycle, short where that is cheap; null: there is none. Linear in the edges. */
  cycle(): readonly CommitStep[] | null {
    const count = initialState(this.#history.table) + 1;
    const graph = digraph(this.#edges, count);
    const room = searchRoom(count);
    const rule = { base: edgeKinds.process | edgeKinds.wr | edgeKinds.ww | edgeKinds.rw, rw: 'none' } as const;
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
    if ((kind & edgeKinds.process) !== 0) return { from, to, reason: 'session', read: none };
    if ((kind & edgeKinds.wr) !== 0) return { from, to, reason: 'read', read: none };
    if ((kind & edgeKinds.rw) !== 0) return { from, to, reason: 'initial', read: none };
    let edge = this.#sureCount;
    while (edge < this.#edges.size && (this.#edges.from[edge] !== from || this.#edges.to[edge] !== to)) edge++;
    return { from, to, reason: 'inferred', read: this.#demandedBy.at(edge - this.#sureCount) };
  }
}
