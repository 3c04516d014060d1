import { usesFastRounds } from '../systems/fast-rounds.ts';
import { assertMeaningfulRounds } from '../systems/meaningful-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import {
  conclusion,
  type ExaminedRequirement,
  examinedRequirement,
  meetingOf,
  type QuorumExamination,
  requirementsOf,
  type Witness,
  witnessOf,
} from './examine-quorums.ts';
import type { ExaminationLimits } from './smallest-meeting.ts';

/** Which rounds, counted from 1, a requirement is about; `phase1` is null when it is about one fast round alone. */
export type RoundPair = Readonly<{ phase1: number | null; phase2: number }>;

/** What is known of rounds that have families of their own; otherwise as for one system. */
export type RoundsExamination = Readonly<{
  rounds: readonly QuorumSystem[];
  safety: QuorumExamination['safety'];
  requirements: readonly Readonly<ExaminedRequirement & { rounds: RoundPair }>[];
  witness: Readonly<Witness & { rounds: RoundPair }> | null;
  reason: string | null;
}>;

/**
 * Holds rounds with families of their own against what they have to fulfil: the phase-1 quorums of a round meet the
 * phase-2 quorums of each *lower* round, and any two fast quorums of one round meet, even if no later phase 1 reads
 * them. Nothing is required of a phase 1 and the phase 2 of the same or a later round. protocol.md 3.3.
 * @throws QuorumSettingError when a system makes no sense, or not all have the same nodes
 */
export function examineRounds(rounds: readonly QuorumSystem[], limits: ExaminationLimits = {}): RoundsExamination {
  assertMeaningfulRounds(rounds);
  const requirements: Readonly<ExaminedRequirement & { rounds: RoundPair }>[] = [];
  const witnesses: Readonly<Witness & { rounds: RoundPair }>[] = [];
  const examine = (name: ExaminedRequirement['name'], of: RoundPair): void => {
    const phase2Of = rounds[of.phase2 - 1];
    const phase1Of = of.phase1 === null ? phase2Of : rounds[of.phase1 - 1];
    if (phase1Of === undefined || phase2Of === undefined) return;
    const meeting = meetingOf(name, phase1Of, phase2Of, limits);
    requirements.push({ ...examinedRequirement(name, phase1Of, phase2Of, meeting), rounds: of });
    const witness = witnessOf(name, meeting);
    if (witness !== null) witnesses.push({ ...witness, rounds: of });
  };
  for (const [index, system] of rounds.entries()) {
    const phase2 = index + 1;
    if (usesFastRounds(system)) examine('two fast meet', { phase1: null, phase2 });
    for (let phase1 = phase2 + 1; phase1 <= rounds.length; phase1 += 1) {
      for (const name of requirementsOf(system)) examine(name, { phase1, phase2 });
    }
  }
  return { rounds, ...conclusion(requirements), requirements, witness: witnesses[0] ?? null };
}
