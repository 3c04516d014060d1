import type { CardinalitySetting } from '../cardinality.ts';

/**
 * A quorum system as plain data: which sets of nodes are phase-1 quorums, phase-2 quorums of classic rounds and phase-2
 * quorums of fast rounds. `fast: null` (and `fastColumns: null`): fast rounds are not used. A superset of a quorum is a
 * quorum. What a system says as predicates is its `QuorumFamily`. protocol.md 3.3.
 */
export type QuorumSystem = CardinalitySystem | WeightedSystem | GridSystem | ExplicitSystem | ZoneSystem;

/** Any so many nodes; majority, even-nodes, all-aboard and singleton are such systems. The nodes are called n1 to nN. */
export type CardinalitySystem = CardinalitySetting & Readonly<{ kind: 'cardinality' }>;

/** A set is a quorum if the weights of its members, whole numbers from 0, reach the threshold of the phase. */
export type WeightedSystem = Readonly<{
  kind: 'weighted';
  nodes: readonly string[];
  /** One for each of `nodes`. */
  weights: readonly number[];
  phase1: number;
  classic: number;
  fast: number | null;
}>;

/**
 * Nodes n1 to nN in rows, the first row first. A phase-1 quorum holds a full row, a classic one a full column, a fast one
 * any `fastColumns` full columns.
 */
export type GridSystem = Readonly<{ kind: 'grid'; rows: number; columns: number; fastColumns: number | null }>;

/** Quorums listed one by one, each by the names of its nodes. */
export type ExplicitSystem = Readonly<{
  kind: 'explicit';
  nodes: readonly string[];
  phase1: readonly (readonly string[])[];
  classic: readonly (readonly string[])[];
  fast: readonly (readonly string[])[] | null;
}>;

/** Nodes in named groups, such as regions, with a rule per group. Nodes count in the order of the zones. */
export type ZoneSystem = Readonly<{
  kind: 'zones';
  zones: readonly Readonly<{ name: string; nodes: readonly string[] }>[];
  phase1: ZoneRule;
  classic: ZoneRule;
  fast: ZoneRule | null;
}>;

/** A set is a quorum if in at least `zones` zones it holds at least as many members as `members` says for that zone. */
export type ZoneRule = Readonly<{ zones: number; members: readonly number[] }>;
