import type { QuorumFamily } from '#quorums';

/**
 * How reads are served. `log`: as commands. `index`: the home node answers from its own state once it has applied what
 * the leader knew, confirmed in office after the read arrived. `lease`: the same, the leader being sure of its
 * office for a while. `local`: from the home node's own state, whatever it is (not linearizable: a negative control).
 */
export type ReadMode = 'log' | 'index' | 'lease' | 'local';

/**
 * What makes a node begin a round. `timeouts`: the silence of a leader. `request`: nothing but an event `begin-round`; the
 * node then also recovers and sends again nothing by itself, so that schedules of messages can be played to it.
 */
export type RoundsBy = 'timeouts' | 'request';

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
  roundsBy: RoundsBy;
}>;
