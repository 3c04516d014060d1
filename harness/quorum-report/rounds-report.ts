import {
  type ExaminationLimits,
  examineRounds,
  nodeNames,
  type QuorumSystem,
  type RoundPair,
  type RoundsExamination,
  systemJson,
  systemText,
} from '#quorums';
import { textTable } from '../report/text-table.ts';
import { type WitnessByName, witnessByName } from './check-report.ts';
import { countOf } from './numbers-in-words.ts';
import { answer, inCommon } from './requirement-words.ts';
import { section } from './section.ts';
import { witnessText } from './witness-text.ts';

/** All that `quorum check` says of rounds with quorums of their own; as JSON it is the whole answer. */
export type RoundsReport = Readonly<{
  version: 1;
  /** In the form of files, the first round first. */
  rounds: readonly Readonly<{ system: object; text: string }>[];
  nodes: readonly string[];
  safety: RoundsExamination['safety'];
  reason: string | null;
  requirements: RoundsExamination['requirements'];
  witness: (WitnessByName & Readonly<{ rounds: RoundPair }>) | null;
}>;

/** Examines rounds. @throws QuorumSettingError when a system makes no sense, or their nodes differ */
export function roundsReport(rounds: readonly QuorumSystem[], limits: ExaminationLimits = {}): RoundsReport {
  const { safety, reason, requirements, witness } = examineRounds(rounds, limits);
  const [first] = rounds;
  const nodes = first === undefined ? [] : nodeNames(first);
  return {
    version: 1,
    rounds: rounds.map((system) => ({ system: systemJson(system), text: systemText(system) })),
    nodes,
    safety,
    reason,
    requirements,
    witness: witness === null ? null : { ...witnessByName(witness, nodes), rounds: witness.rounds },
  };
}

/** The same for people. What rounds cost, each says by itself. */
export function roundsText(report: RoundsReport): string {
  const { rounds, safety, requirements, witness, reason } = report;
  return [
    `${safety.toUpperCase()}: ${countOf(rounds.length, 'round')} of ${countOf(report.nodes.length, 'node')}, each with quorums of its own`,
    ...section('Quorums', textTable(rounds.map(({ text }, index) => [`round ${index + 1}`, text]))),
    ...section(
      'Must hold',
      textTable(
        requirements.map((requirement) => [
          answer(requirement),
          pairName(requirement.name, requirement.rounds),
          inCommon(requirement),
        ]),
      ),
    ),
    ...(witness === null
      ? []
      : section('Why not', [
          `Against "${pairName(requirementOf(witness.kind), witness.rounds)}":`,
          ...witnessText(witness),
        ])),
    ...(reason === null ? [] : section('Not decided', [`${reason}: raise --steps.`])),
    '',
    'A phase 1 reads what lower rounds chose; nothing is required of it and the phase 2 of its own or a later round.',
    '',
  ].join('\n');
}

type Requirement = RoundsExamination['requirements'][number]['name'];

function requirementOf(kind: WitnessByName['kind']): Requirement {
  switch (kind) {
    case 'phase-1 misses classic':
      return 'phase-1 meets classic';
    case 'phase-1 misses two fast':
      return 'phase-1 meets two fast';
    case 'two fast do not meet':
      return 'two fast meet';
  }
}

function pairName(name: Requirement, { phase1, phase2 }: RoundPair): string {
  switch (name) {
    case 'phase-1 meets classic':
      return `phase 1 of round ${phase1 ?? ''} meets every classic quorum of round ${phase2}`;
    case 'phase-1 meets two fast':
      return `phase 1 of round ${phase1 ?? ''} meets any two fast quorums of round ${phase2}, all in one node`;
    case 'two fast meet':
      return `any two fast quorums of round ${phase2} meet`;
  }
}
