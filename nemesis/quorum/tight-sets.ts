import { type NamedQuorums, without } from './named-quorums.ts';

/** The sets of nodes between which a decision is as easily lost as the quorums permit. */
export type TightSets = Readonly<{
  /** A smallest phase-2 quorum that holds the leader. */
  voters: readonly string[];
  /** A smallest phase-1 quorum without the leader, with as few of the voters as it can do with. */
  reporters: readonly string[];
  /** Who is in both. */
  shared: readonly string[];
}>;

/**
 * The tight sets around `leader`; what is left to choose follows `order`. Null when no smallest phase-2 quorum holds
 * the leader, or every phase-1 quorum does.
 */
export function tightSets(
  quorums: NamedQuorums,
  path: 'classic' | 'fast',
  { leader, order }: Readonly<{ leader: string; order: readonly string[] }>,
): TightSets | null {
  const { nodes } = quorums;
  const others = without(order, [leader]);
  const voters = quorums.smallestWith(path, leader, others);
  if (voters === null || !quorums.hold('leader-change', without(nodes, [leader]))) return null;
  const votersFirst = [...without(voters, [leader]), ...without(others, voters)];
  const reporters = quorums.smallest('leader-change', without(nodes, [leader]), votersFirst);
  return { voters, reporters, shared: voters.filter((node) => reporters.includes(node)) };
}
