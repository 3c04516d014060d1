import type { QuorumSystem } from '#quorums';
import { textTable } from '../report/text-table.ts';
import type { CheckReport, DominatingSetting } from './check-report.ts';
import { hasLikeNodes } from './circumstances.ts';
import { priceText } from './price-text.ts';
import { nodesInWords, quorumsInWords } from './quorums-in-words.ts';
import { answer, inCommon, requirementName, sumsText } from './requirement-words.ts';
import { section } from './section.ts';
import { consequenceText, witnessText } from './witness-text.ts';

/** What to type to mean the same system again, after `quorum break` and after `run`. */
export type NextCommands = Readonly<{ toBreak: string; toRun: string }>;

/** `quorum check` for people, the answer first; one screen. */
export function checkText(system: QuorumSystem, report: CheckReport, next: NextCommands): string {
  const names = report.knownAs.length === 0 ? '' : ` (${report.knownAs.join('; ')})`;
  return [
    `${report.safety.toUpperCase()}: ${report.text}${names}`,
    ...section('Nodes', [nodesInWords(system)]),
    ...section('Quorums', quorumLines(system)),
    ...section('Must hold', requirementLines(system, report)),
    ...sectionsOfAnswer(system, report, next),
    '',
  ].join('\n');
}

function sectionsOfAnswer(system: QuorumSystem, report: CheckReport, next: NextCommands): readonly string[] {
  const { safety, price, reason } = report;
  switch (safety) {
    case 'undecided':
      return section('Not decided', [`${reason ?? ''}: raise --steps.`]);
    case 'unsafe':
      return [
        ...section('Why not', report.witness === null ? [] : witnessText(report.witness)),
        ...section('What comes of it', consequenceText(report.consequence)),
        ...section(
          'Nearest safe',
          report.nearestSafe.map(({ text }) => text),
        ),
        '',
        `See it happen: ballotproof quorum break ${next.toBreak} --run`,
      ];
    case 'safe':
      return [
        ...(price === null ? [] : priceText(price, hasLikeNodes(system))),
        ...section('Could it be better?', paretoLines(report)),
        '',
        `Put it to the test: ballotproof run register ${next.toRun}`,
      ];
  }
}

function quorumLines(system: QuorumSystem): readonly string[] {
  const { phase1, classic, fast } = quorumsInWords(system);
  return textTable([
    ['phase 1', phase1, 'a new leader asks them what may be chosen'],
    ['classic round', classic, "their votes choose the leader's value"],
    ...(fast === null ? [] : [['fast round', fast, 'their votes choose a value that no leader was asked about']]),
  ]);
}

function requirementLines(system: QuorumSystem, { requirements }: CheckReport): readonly string[] {
  return textTable(
    requirements.map((requirement) => [
      answer(requirement),
      requirementName[requirement.name],
      inCommon(requirement),
      sumsText(system, requirement) ?? '',
    ]),
  );
}

function paretoLines({ dominatedBy }: CheckReport): readonly string[] {
  if (dominatedBy === null) return [];
  if (dominatedBy.length > 0) return dominatedBy.map(dominatingText);
  return ['No: whatever safe setting makes one quorum smaller makes another larger (it is on the Pareto front).'];
}

function dominatingText({ text, smaller }: DominatingSetting): string {
  const gains = smaller.map(({ quorum, size, insteadOf }) => `${quorum} quorums of ${size} instead of ${insteadOf}`);
  return `Yes: ${text} is safe too, with ${gains.join(' and ')}.`;
}
