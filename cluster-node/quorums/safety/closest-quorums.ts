import type { NodeSet } from '../node-set.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { type ExaminedRequirement, meetingOf } from './examine-quorums.ts';
import type { ExaminationLimits } from './smallest-meeting.ts';

/**
 * Minimal quorums that a requirement is about and that have as few nodes in common as there are such quorums: a phase-1
 * quorum and a classic one, a phase-1 quorum and two fast ones, or two fast ones. Null: it took too long to find them.
 * @throws QuorumSettingError when the system makes no sense
 */
export function closestQuorums(
  system: QuorumSystem,
  name: ExaminedRequirement['name'],
  limits: ExaminationLimits = {},
): readonly NodeSet[] | null {
  assertMeaningfulSystem(system);
  const meeting = meetingOf(name, system, system, limits);
  return meeting.kind === 'undecided' ? null : meeting.quorums;
}
