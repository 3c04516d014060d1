import { assertMeaningful, type CardinalitySetting } from './cardinality.ts';

/** One inequality that a setting has to satisfy, with its numbers: it holds when `left > right`. */
export type QuorumRequirement = Readonly<{
  name: 'phase-1 meets classic' | 'phase-1 meets two fast';
  left: number;
  right: number;
  holds: boolean;
  /** For example `L + R > N: 7 + 3 = 10 is not > 10`. */
  sentence: string;
}>;

/** How many nodes may crash before a path stops; null: the path exists only with fast rounds. */
export type CrashesSurvived = Readonly<{
  classic: number;
  leaderChange: number;
  fast: number | null;
  /** A coordinated recovery reads from a phase-1 quorum and then needs a classic one. */
  collisionRecovery: number | null;
}>;

/** What can be said of a setting before anything runs. */
export type QuorumReport = Readonly<{
  setting: CardinalitySetting;
  requirements: readonly QuorumRequirement[];
  isSafe: boolean;
  /** The least `left - right` of all requirements: safe from 1; 1 means that no quorum can be made smaller by one. */
  margin: number;
  crashesSurvived: CrashesSurvived;
}>;

/**
 * Holds a setting against what Fast Flexible Paxos requires of quorums: every phase-1 quorum meets every classic one
 * (Flexible Paxos), and every phase-1 quorum meets any two fast ones in one node (Fast Flexible Paxos).
 * @throws QuorumSettingError when the sizes mean nothing
 */
export function checkSetting(setting: CardinalitySetting): QuorumReport {
  assertMeaningful(setting);
  const requirements = [meetsClassic(setting), ...(setting.fast === null ? [] : [meetsTwoFast(setting, setting.fast)])];
  return {
    setting,
    requirements,
    isSafe: requirements.every(({ holds }) => holds),
    margin: Math.min(...requirements.map(({ left, right }) => left - right)),
    crashesSurvived: crashesSurvived(setting),
  };
}

function meetsClassic({ nodes, phase1, classic }: CardinalitySetting): QuorumRequirement {
  return requirement('phase-1 meets classic', 'L + R > N', `${phase1} + ${classic}`, phase1 + classic, nodes);
}

function meetsTwoFast({ nodes, phase1 }: CardinalitySetting, fast: number): QuorumRequirement {
  return requirement('phase-1 meets two fast', 'L + 2F > 2N', `${phase1} + 2*${fast}`, phase1 + 2 * fast, 2 * nodes);
}

function requirement(
  name: QuorumRequirement['name'],
  rule: string,
  sum: string,
  left: number,
  right: number,
): QuorumRequirement {
  const holds = left > right;
  return { name, left, right, holds, sentence: `${rule}: ${sum} = ${left} ${holds ? '>' : 'is not >'} ${right}` };
}

function crashesSurvived({ nodes, phase1, classic, fast }: CardinalitySetting): CrashesSurvived {
  return {
    classic: nodes - classic,
    leaderChange: nodes - phase1,
    fast: fast === null ? null : nodes - fast,
    collisionRecovery: fast === null ? null : nodes - Math.max(phase1, classic),
  };
}
