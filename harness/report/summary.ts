import type { VerdictKind } from '#checker';
import { systemText } from '#quorums';
import type { ClockFacts, WindowFacts } from '../judge/run-facts.ts';
import type { Judgement } from '../judge.ts';
import { reproduceLine } from './reproduce-line.ts';
import { textTable } from './text-table.ts';

/** What a person reads after a run; its last line repeats the run. */
export function summaryText(
  judgement: Judgement,
  {
    directory,
    commit,
    violation = null,
  }: Readonly<{
    directory: string;
    commit: string | null;
    /** The page that draws what is wrong with the history; null: nothing is. */
    violation?: string | null;
  }>,
): string {
  const { verdict, plan, facts } = judgement;
  const slow = plan.linkDelayMs > 0 ? `, links ${plan.linkDelayMs} ms slower` : '';
  const where = `${plan.protocol}, ${systemText(plan.quorums)}, on ${plan.environment}${slow}, seed ${plan.seed}`;
  const sections = [
    [
      `${verdict.toUpperCase()}: ${verdictSentence(judgement)}`,
      `  ${plan.scenario} with ${where}${interruption(judgement)}`,
    ],
    ...findingSections(judgement),
    ['Evidence', ...judgement.evidence.map((sentence) => `  - ${sentence}`)],
    ['Operations', ...indented(operationRows(judgement))],
    ...(facts.windows.length === 0 ? [] : [['Fault windows', ...indented(windowRows(facts.windows))]]),
    ...(facts.clocks === null ? [] : [['Clocks', ...indented(clockRows(facts.clocks))]]),
    ['Protocol', ...indented(protocolRows(judgement))],
    [
      `Files: ${directory}`,
      ...(violation === null ? [] : [`Violation drawn: ${violation}`]),
      `Reproduce: ${reproduceLine(plan, commit)}`,
    ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const headings: Readonly<Record<VerdictKind, string>> = {
  invalid: 'What convicts it',
  unknown: 'What is missing for a proof',
  valid: 'Worth knowing',
};

/** The verdict in one sentence: the first of those that decide it. */
export function verdictSentence({ verdict, findings }: Pick<Judgement, 'verdict' | 'findings'>): string {
  const first = findings.find((finding) => finding.verdict === verdict)?.sentence ?? '';
  switch (verdict) {
    case 'valid':
      return 'every promise was kept, and the faults were real.';
    case 'invalid':
      return first;
    case 'unknown':
      return `nothing was convicted, and nothing is proved: ${first}`;
  }
}

function interruption({ facts }: Judgement): string {
  return facts.isInterrupted ? ' (interrupted: judged on what there is)' : '';
}

function findingSections({ findings }: Judgement): readonly (readonly string[])[] {
  const kinds: readonly VerdictKind[] = ['invalid', 'unknown', 'valid'];
  return kinds.flatMap((kind) => {
    const sentences = findings.filter(({ verdict }) => verdict === kind).map(({ sentence }) => `  - ${sentence}`);
    return sentences.length === 0 ? [] : [[headings[kind], ...sentences]];
  });
}

function indented(rows: readonly (readonly (string | number)[])[]): readonly string[] {
  return textTable(rows).map((line) => `  ${line}`);
}

function operationRows({ summary }: Judgement): readonly (readonly (string | number)[])[] {
  const rows = Object.entries({ ...summary.byFunction, all: { counts: summary.total, latency: summary.latency } });
  return [
    ['', 'ok', 'fail', 'info', 'p50 ms', 'p99 ms', 'max ms'],
    ...rows.map(([f, { counts, latency }]) => [
      f,
      counts.ok,
      counts.fail,
      counts.info,
      tenths(latency?.p50Ms),
      tenths(latency?.p99Ms),
      tenths(latency?.maxMs),
    ]),
  ];
}

function windowRows(windows: readonly WindowFacts[]): readonly (readonly (string | number)[])[] {
  return [
    [
      '#',
      'from s',
      'to s',
      'fault',
      'probe',
      'quorums say',
      'ok',
      'fail',
      'info',
      'reads, writes after heal',
      'targets',
    ],
    ...windows.map(({ number, startMs, endMs, text, outcome, prediction, counts, afterHeal, targets }) => [
      number,
      tenths(startMs / 1000),
      tenths(endMs / 1000),
      text,
      outcome,
      `${prediction} progress`,
      counts.ok,
      counts.fail,
      counts.info,
      `${afterHeal.reads}, ${afterHeal.writes}`,
      targets,
    ]),
  ];
}

function clockRows({ greatestSkews }: ClockFacts): readonly (readonly (string | number)[])[] {
  return [
    ['node', 'most wall ms ahead (behind: negative)', 'monotonic ms'],
    ...greatestSkews.map(({ node, wallMs, monotonicMs }) => [node, wallMs, monotonicMs]),
  ];
}

function protocolRows({
  facts: { protocol, tight, recorderLagP99Ms },
}: Judgement): readonly (readonly (string | number)[])[] {
  const picks = Object.entries(protocol.picks).map(([name, count]) => `${name} ${count}`);
  return [
    ['decided in fast rounds', protocol.fast],
    ['decided in classic rounds', protocol.classic],
    ['collisions', protocol.collisions],
    ['recoveries', protocol.recoveries],
    ['picks', picks.join(', ')],
    ['tight events', `${tight.classic} classic, ${tight.fast} fast`],
    ['recorder lag p99 ms', tenths(recorderLagP99Ms ?? undefined)],
  ];
}

function tenths(value: number | undefined): number | string {
  return value === undefined ? '-' : Math.round(value * 10) / 10;
}
