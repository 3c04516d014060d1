import type { NodeSet } from '../node-set.ts';
import { usesFastRounds } from '../systems/fast-rounds.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { requirementSentence } from './requirement-sentence.ts';
import { type ExaminationLimits, type Meeting, smallestMeeting } from './smallest-meeting.ts';

/** Minimal quorums that have no node in common, though they have to. */
export type Witness =
  | Readonly<{ kind: 'phase-1 misses classic'; phase1: NodeSet; classic: NodeSet }>
  | Readonly<{ kind: 'phase-1 misses two fast'; phase1: NodeSet; fast: NodeSet; otherFast: NodeSet }>
  | Readonly<{ kind: 'two fast do not meet'; fast: NodeSet; otherFast: NodeSet }>;

/** One thing that quorums have to fulfil, and whether they do. */
export type ExaminedRequirement = Readonly<{
  name: 'phase-1 meets classic' | 'phase-1 meets two fast' | 'two fast meet';
  /** For people: `L + R > N: 7 + 3 = 10 is not > 10`. */
  sentence: string;
  /** Null: it took too long to find out. */
  holds: boolean | null;
  /**
   * How many nodes such quorums have in common at least: safe from 1. 0 when they may have none; for cardinality
   * systems then the members that are missing, as a negative number. Null: it took too long to find out.
   */
  margin: number | null;
}>;

/** What is known of a system's safety. */
export type QuorumExamination = Readonly<{
  system: QuorumSystem;
  safety: 'safe' | 'unsafe' | 'undecided';
  requirements: readonly ExaminedRequirement[];
  /** The first requirement that does not hold, by example; null unless unsafe. */
  witness: Witness | null;
  /** Why nothing was decided, and what to do; null when it was. */
  reason: string | null;
}>;

/**
 * Holds a system against what Fast Flexible Paxos requires: every phase-1 quorum meets every classic one, and, where fast
 * rounds are used, any two fast ones in one node. Exact: it looks at the quorums themselves, not at sums.
 *
 *     examineQuorums({ kind: 'cardinality', nodes: 10, phase1: 8, classic: 3, fast: 7 }).safety   // 'safe'
 *
 * @throws QuorumSettingError when the system makes no sense
 */
export function examineQuorums(system: QuorumSystem, limits: ExaminationLimits = {}): QuorumExamination {
  assertMeaningfulSystem(system);
  const requirements: ExaminedRequirement[] = [];
  const witnesses: Witness[] = [];
  for (const name of requirementsOf(system)) {
    const meeting = meetingOf(name, system, system, limits);
    requirements.push(examinedRequirement(name, system, system, meeting));
    const witness = witnessOf(name, meeting);
    if (witness !== null) witnesses.push(witness);
  }
  return { system, ...conclusion(requirements), witness: witnesses[0] ?? null, requirements };
}

/** Two fast quorums without a node in common, which choose two values in one round; null when all of them meet. */
export function disjointFastQuorums(
  system: QuorumSystem,
  limits: ExaminationLimits = {},
): Readonly<{ fast: NodeSet; otherFast: NodeSet }> | null {
  assertMeaningfulSystem(system);
  if (!usesFastRounds(system)) return null;
  const witness = witnessOf('two fast meet', meetingOf('two fast meet', system, system, limits));
  return witness?.kind === 'two fast do not meet' ? { fast: witness.fast, otherFast: witness.otherFast } : null;
}

/** What phase 1 has to fulfil with a phase 2 of `system`. */
export function requirementsOf(system: QuorumSystem): readonly ExaminedRequirement['name'][] {
  return usesFastRounds(system) ? ['phase-1 meets classic', 'phase-1 meets two fast'] : ['phase-1 meets classic'];
}

/** How the quorums of a requirement meet, phase 1 being that of one system and phase 2 that of another. */
export function meetingOf(
  name: ExaminedRequirement['name'],
  phase1Of: QuorumSystem,
  phase2Of: QuorumSystem,
  limits: ExaminationLimits,
): Meeting {
  const phase1 = { system: phase1Of, phase: 'phase1' } as const;
  const fast = { system: phase2Of, phase: 'fast' } as const;
  switch (name) {
    case 'phase-1 meets classic':
      return smallestMeeting([phase1, { system: phase2Of, phase: 'classic' }], limits);
    case 'phase-1 meets two fast':
      return smallestMeeting([phase1, fast, fast], limits);
    case 'two fast meet':
      return smallestMeeting([fast, fast], limits);
  }
}

/** The requirement with what its meeting says of it. */
export function examinedRequirement(
  name: ExaminedRequirement['name'],
  phase1Of: QuorumSystem,
  phase2Of: QuorumSystem,
  meeting: Meeting,
): ExaminedRequirement {
  return {
    name,
    sentence: requirementSentence(name, phase1Of, phase2Of, meeting),
    holds: meeting.kind === 'undecided' ? null : meeting.kind === 'meet',
    margin: meeting.kind === 'undecided' ? null : meeting.members,
  };
}

/** The quorums of a requirement that does not hold; null when it does, or nobody knows. */
export function witnessOf(name: ExaminedRequirement['name'], meeting: Meeting): Witness | null {
  if (meeting.kind !== 'apart') return null;
  const [first = 0, second = 0, third = 0] = meeting.quorums;
  switch (name) {
    case 'phase-1 meets classic':
      return { kind: 'phase-1 misses classic', phase1: first, classic: second };
    case 'phase-1 meets two fast':
      return { kind: 'phase-1 misses two fast', phase1: first, fast: second, otherFast: third };
    case 'two fast meet':
      return { kind: 'two fast do not meet', fast: first, otherFast: second };
  }
}

/** One requirement that does not hold settles it; one that nobody knows leaves the rest open. */
export function conclusion(
  requirements: readonly ExaminedRequirement[],
): Readonly<Pick<QuorumExamination, 'safety' | 'reason'>> {
  if (requirements.some(({ holds }) => holds === false)) return { safety: 'unsafe', reason: null };
  const open = requirements.find(({ holds }) => holds === null);
  return open === undefined ? { safety: 'safe', reason: null } : { safety: 'undecided', reason: open.sentence };
}
