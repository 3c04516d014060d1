import type { NodeSet } from '../node-set.ts';
import { meetingByLists } from './meeting-by-lists.ts';
import { meetingBySearch } from './meeting-by-search.ts';
import { meetingBySizes } from './meeting-by-sizes.ts';
import { minimalQuorum, type QuorumSide, quorumTest } from './quorum-side.ts';

/**
 * What one quorum from each of several sides have in common at least: a way to choose them so that no node is in all of
 * them (`members` from 0 downwards: how many more would be needed, where sizes say so), a way to choose them so that as few
 * nodes as possible are in all of them (null: too costly to say), or that it took too long to find out.
 */
export type Meeting =
  | Readonly<{ kind: 'apart'; quorums: readonly NodeSet[]; members: number }>
  | Readonly<{ kind: 'meet'; quorums: readonly NodeSet[]; members: number }>
  | Readonly<{ kind: 'meet'; quorums: null; members: null }>
  | Readonly<{ kind: 'undecided'; steps: number }>;

/** How much may be tried before giving up. */
export type ExaminationLimits = Readonly<{
  /** Choices looked at for one requirement; by default about a second's worth. */
  steps?: number;
}>;

/**
 * Chooses a quorum from each of two or three `sides` so that they have as few nodes in common as possible. The answer
 * is exact, and the quorums are minimal. All sides are over the same nodes.
 */
export function smallestMeeting(sides: readonly QuorumSide[], limits: ExaminationLimits): Meeting {
  const meeting = meetingBySizes(sides) ?? meetingByLists(sides, limits) ?? meetingBySearch(sides, limits);
  if (meeting.kind === 'undecided' || meeting.quorums === null) return meeting;
  const quorums = meeting.quorums.map((quorum, index) => {
    const side = sides[index];
    return side === undefined ? quorum : minimalQuorum(quorum, quorumTest(side));
  });
  return { ...meeting, quorums };
}
