import type { QuorumFamily } from '#quorums';

/**
 * How reads are served. `log`: as commands. `index`: the home node answers from its own state once it has applied what
 * the leader knew, confirmed in office after the read arrived. `lease`: the same, the leader being sure of its
 * office for a while. `local`: from the home node's own state, whatever it is (not linearizable: a negative control).
 */
export type ReadMode = 'log' | 'index' | 'lease' | 'local';

/** What all nodes of one cluster agree on, and which of them this one is. Nodes are known by their index in `names`. */
export type ReplicaConfiguration = Readonly<{
  self: number;
  names: readonly string[];
  quorums: QuorumFamily;
  /** Whether a leader may open fast rounds. */
  usesFastRounds: boolean;
  /** What a coordinator does that finds two values which may both have been chosen. */
  onBrokenPick: 'stop' | 'choose';
  reads: ReadMode;
}>;
