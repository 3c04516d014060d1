import type { QuorumFamily } from '#quorums';

/** What all nodes of one cluster agree on, and which of them this one is. Nodes are known by their index in `names`. */
export type ReplicaConfiguration = Readonly<{
  self: number;
  names: readonly string[];
  quorums: QuorumFamily;
  /** Whether a leader may open fast rounds. */
  usesFastRounds: boolean;
  /** What a coordinator does that finds two values which may both have been chosen. */
  onBrokenPick: 'stop' | 'choose';
  /** `log`: reads are commands. `local`: the home node answers from its own state (a negative control). */
  reads: 'log' | 'local';
}>;
