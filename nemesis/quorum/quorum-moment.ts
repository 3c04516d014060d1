/** Who leads at the moment of the injection, and the order in which nodes are taken where the quorums leave a choice. */
export type QuorumMoment = Readonly<{ leader: string; order: readonly string[] }>;
