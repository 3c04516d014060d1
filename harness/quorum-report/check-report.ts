import {
  closestQuorums,
  dominatedBy,
  type ExaminationLimits,
  type ExaminedRequirement,
  examineQuorums,
  membersOf,
  nearestSafeSettings,
  nodeNames,
  type QuorumExamination,
  type QuorumSystem,
  systemJson,
  systemText,
  type Witness,
} from '#quorums';
import { counterexampleOf } from '../counterexample/index.ts';
import { nearestSafeSystem } from '../counterexample/nearest-safe-system.ts';
import type { Circumstances } from './circumstances.ts';
import { type Price, priceOf } from './price.ts';
import { settingNames } from './setting-names.ts';

/** All that `quorum check` says of one system; as JSON it is the whole answer. */
export type CheckReport = Readonly<{
  version: 1;
  /** In the form of a file. */
  system: object;
  text: string;
  nodes: readonly string[];
  /** Names under which the sizes are known. */
  knownAs: readonly string[];
  safety: QuorumExamination['safety'];
  /** Why it is undecided; null when it is not. */
  reason: string | null;
  requirements: readonly ReportedRequirement[];
  /** Quorums that have no node in common, though they have to; null unless unsafe. */
  witness: WitnessByName | null;
  /** What comes of it with coordinators that stop at two possible values; null unless unsafe. */
  consequence: 'two values' | 'alarm' | null;
  /** In the form of files; empty unless unsafe. */
  nearestSafe: readonly Readonly<{ system: object; text: string }>[];
  /** Null unless safe. */
  price: Price | null;
  /** Safe settings with quorums that are smaller and none that is larger; null for what has no sizes, or is not safe. */
  dominatedBy: readonly DominatingSetting[] | null;
}>;

/** A requirement with minimal quorums that have as few nodes in common as there are; null: too costly to find. */
export type ReportedRequirement = ExaminedRequirement & Readonly<{ closest: readonly (readonly string[])[] | null }>;

/** The witness of an examination by the names of nodes. */
export type WitnessByName = Readonly<{
  kind: Witness['kind'];
  quorums: readonly Readonly<{ phase: 'phase-1' | 'classic' | 'fast'; nodes: readonly string[] }>[];
}>;

/** A setting that is better, and by what: sizes as of that setting and as of the one that was asked for. */
export type DominatingSetting = Readonly<{
  text: string;
  smaller: readonly Readonly<{ quorum: 'phase-1' | 'classic' | 'fast'; size: number; insteadOf: number }>[];
}>;

/**
 * Examines a system and, if it is safe, counts what it costs.
 * @throws QuorumSettingError when the system makes no sense
 * @throws UsageError when the circumstances do not fit its nodes
 */
export function checkReport(
  system: QuorumSystem,
  circumstances: Circumstances,
  limits: ExaminationLimits = {},
): CheckReport {
  const { safety, requirements, witness, reason } = examineQuorums(system, limits);
  const nodes = nodeNames(system);
  const isSafe = safety === 'safe';
  return {
    version: 1,
    system: systemJson(system),
    text: systemText(system),
    nodes,
    knownAs: system.kind === 'cardinality' ? settingNames(system) : [],
    safety,
    reason,
    requirements: requirements.map((requirement) => ({
      ...requirement,
      closest: closestByName(system, requirement.name, limits),
    })),
    witness: witness === null ? null : witnessByName(witness, nodes),
    consequence: safety === 'unsafe' ? consequenceOf(system) : null,
    nearestSafe: safety === 'unsafe' ? nearestSafe(system) : [],
    price: isSafe ? priceOf(system, circumstances) : null,
    dominatedBy: isSafe && system.kind === 'cardinality' ? dominating(system) : null,
  };
}

function closestByName(
  system: QuorumSystem,
  name: ExaminedRequirement['name'],
  limits: ExaminationLimits,
): ReportedRequirement['closest'] {
  const nodes = nodeNames(system);
  return closestQuorums(system, name, limits)?.map((quorum) => membersOf(quorum, nodes)) ?? null;
}

/** The quorums of a witness, each with its phase. */
export function witnessByName(witness: Witness, nodes: readonly string[]): WitnessByName {
  const { kind } = witness;
  const phase1 = 'phase1' in witness ? [{ phase: 'phase-1' as const, nodes: membersOf(witness.phase1, nodes) }] : [];
  const classic = 'classic' in witness ? [{ phase: 'classic' as const, nodes: membersOf(witness.classic, nodes) }] : [];
  const fast =
    'fast' in witness
      ? [witness.fast, witness.otherFast].map((set) => ({ phase: 'fast' as const, nodes: membersOf(set, nodes) }))
      : [];
  return { kind, quorums: [...phase1, ...classic, ...fast] };
}

function consequenceOf(system: QuorumSystem): CheckReport['consequence'] {
  const schedule = counterexampleOf(system, 'stop');
  if (schedule === null) return null;
  return schedule.fingerprint.alarm === null ? 'two values' : 'alarm';
}

function nearestSafe(system: QuorumSystem): CheckReport['nearestSafe'] {
  const safe: readonly QuorumSystem[] =
    system.kind === 'cardinality'
      ? nearestSafeSettings(system).map((setting) => ({ kind: 'cardinality', ...setting }))
      : [nearestSafeSystem(system)];
  return safe.map((one) => ({ system: systemJson(one), text: systemText(one) }));
}

function dominating(system: Extract<QuorumSystem, { kind: 'cardinality' }>): readonly DominatingSetting[] {
  return dominatedBy(system).map((better) => ({
    text: systemText({ kind: 'cardinality', ...better }),
    smaller: (
      [
        ['phase-1', better.phase1, system.phase1],
        ['classic', better.classic, system.classic],
        ['fast', better.fast ?? 0, system.fast ?? 0],
      ] as const
    )
      .filter(([, size, insteadOf]) => size < insteadOf)
      .map(([quorum, size, insteadOf]) => ({ quorum, size, insteadOf })),
  }));
}
