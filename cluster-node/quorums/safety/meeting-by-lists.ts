import { type NodeSet, nodeSetSize } from '../node-set.ts';
import { nodeNames, nodeSetOf } from '../systems/nodes.ts';
import type { QuorumSide } from './quorum-side.ts';
import type { ExaminationLimits, Meeting } from './smallest-meeting.ts';

const listStepsMax = 50_000_000;

/** For explicit systems: tries all listed quorums with each other. Null for other systems. */
export function meetingByLists(
  sides: readonly QuorumSide[],
  { steps = listStepsMax }: ExaminationLimits,
): Meeting | null {
  const lists: (readonly NodeSet[])[] = [];
  for (const { system, phase } of sides) {
    if (system.kind !== 'explicit') return null;
    const nodes = nodeNames(system);
    lists.push((system[phase] ?? []).map((quorum) => nodeSetOf(quorum, nodes)));
  }
  const [first = [], second = [], third] = lists;
  // Two fast quorums of one system need not be tried the other way round.
  const areAlike = sides[1]?.system === sides[2]?.system && sides[1]?.phase === sides[2]?.phase;
  let stepsLeft = steps;
  let closest: readonly NodeSet[] = [];
  let members = Infinity;
  for (const one of first) {
    for (const [index, two] of second.entries()) {
      const both = one & two;
      for (const three of third?.slice(areAlike ? index : 0) ?? [both]) {
        if (stepsLeft === 0) return { kind: 'undecided', steps };
        stepsLeft -= 1;
        const shared = both & three;
        if (nodeSetSize(shared) >= members) continue;
        closest = third === undefined ? [one, two] : [one, two, three];
        members = nodeSetSize(shared);
        if (members === 0) return { kind: 'apart', quorums: closest, members };
      }
    }
  }
  return { kind: 'meet', quorums: closest, members };
}
