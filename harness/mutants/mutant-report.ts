import { bugs } from '#cluster-node';
import { systemText } from '#quorums';
import { textTable } from '../report/text-table.ts';
import type { Conviction } from './conviction.ts';
import type { ShrunkSize, SwarmResult } from './mutant-task.ts';
import type { TriedMutant } from './try-mutants.ts';

/** What `ballotproof mutants` found, as plain data: what `--json` prints. */
export type MutantReport = Readonly<{
  version: 1;
  /** Unknown: it was stopped before all were done, and nothing had gone wrong by then. */
  verdict: 'valid' | 'invalid' | 'unknown';
  /** How many were to be tried. */
  wanted: number;
  mutants: readonly MutantLine[];
  /** Mutants that were to be convicted and were not, and those under which the correct node failed. */
  survived: readonly string[];
  accused: readonly string[];
  /** Of the swarm: the median over mutants of the seeds that it took; null: there was none, or most survived. */
  medianSeeds: number | null;
  /** Bugs that the node cannot have, and why. */
  notInTheNode: readonly Readonly<{ number: number; name: string; because: string }>[];
  durationMs: number;
}>;

type Found = Readonly<{ seeds: number; conviction: Conviction | null }>;

/** One mutant; `null`: that was not tried. */
export type MutantLine = Readonly<{
  number: number;
  name: string;
  wrongStep: string;
  setting: string;
  directed: Readonly<{ byEverybody: Found; byClients: Found }> | null;
  swarm: Readonly<{ byEverybody: Found; byClients: Found }> | null;
  /** What is left of the convicting scenario: of the swarm, or, where that was not tried or convicted nothing, the directed one. */
  shrunk: ShrunkSize | null;
  /** How often the correct node went through the same, and what it did wrong. */
  control: Readonly<{ runs: number; violation: string | null }>;
}>;

/** Every one of `wanted` mutants has to be convicted by each kind of trial that was made, and the correct node by none. */
export function mutantReport(
  tried: readonly TriedMutant[],
  { wanted, durationMs }: Pick<MutantReport, 'wanted' | 'durationMs'>,
): MutantReport {
  const lines = tried.map(lineOf);
  const survived = lines.filter(isSurvivor).map(({ name }) => name);
  const accused = lines.filter(({ control }) => control.violation !== null).map(({ name }) => name);
  const isClean = survived.length === 0 && accused.length === 0;
  return {
    version: 1,
    verdict: !isClean ? 'invalid' : tried.length < wanted ? 'unknown' : 'valid',
    wanted,
    mutants: lines,
    survived,
    accused,
    medianSeeds: medianSeeds(lines),
    notInTheNode: bugs.flatMap(({ number, name, notInTheNode }) => {
      if (notInTheNode === undefined) return [];
      const because = notInTheNode.kind === 'needs' ? `needs ${notInTheNode.capability}` : notInTheNode.because;
      return [{ number, name, because }];
    }),
    durationMs,
  };
}

/** The report for people. */
export function mutantText({ mutants, survived, accused, medianSeeds: median, ...rest }: MutantReport): string {
  const runs = mutants.reduce((sum, { control }) => sum + control.runs, 0);
  const byClients = mutants.filter(({ directed, swarm }) => isByClients(directed) || isByClients(swarm));
  const others = mutants.filter((line) => !byClients.includes(line)).map(({ name }) => name);
  return [
    ...textTable([heads, ...mutants.map(cellsOf)]),
    '',
    ...(mutants.length === rest.wanted
      ? []
      : [`Stopped: ${mutants.length} of ${rest.wanted} mutants are done, and of the others nothing is said.`]),
    survived.length === 0
      ? `All ${mutants.length} mutants${mutants.length === rest.wanted ? '' : ' that are done'} are convicted.`
      : `Of ${mutants.length} mutants ${survived.length} survived: ${survived.join(', ')}.`,
    shrunkLegend,
    `${byClients.length} of them by what clients saw alone${others.length === 0 ? '' : `, not so ${others.join(', ')}`}.`,
    ...(median === null ? [] : [`The swarm took ${median} seeds in the median.`]),
    accused.length === 0
      ? `The correct node came through ${runs} runs at the same settings.`
      : `The correct node failed at the settings of ${accused.join(', ')}: ${firstAccusation(mutants)}`,
    ...rest.notInTheNode.map(({ number, name, because }) => `Not tried: bug ${number}, ${name}: ${because}.`),
    `${(rest.durationMs / 1000).toFixed(1)} s`,
    '',
  ].join('\n');
}

const heads = [
  'bug',
  'mutant',
  'setting',
  'directed by',
  'and by clients',
  'swarm by',
  'seeds',
  'events',
  'and by clients',
  'seeds',
  'shrunk',
];

const shrunkLegend =
  'Shrunk: operations of clients + faults + rules for messages that are left; … where more could be left out ("ballotproof shrink" takes its time).';

function cellsOf({ number, name, setting, directed, swarm, shrunk }: MutantLine): readonly (string | number)[] {
  const both = [directed?.byEverybody, directed?.byClients].map((found) => judgeText(found));
  const everybody = swarm?.byEverybody;
  const clients = swarm?.byClients;
  return [
    number,
    name,
    setting,
    ...both,
    judgeText(everybody),
    everybody?.seeds ?? '',
    everybody?.conviction?.events ?? '',
    judgeText(clients),
    clients?.seeds ?? '',
    sizeText(shrunk),
  ];
}

function sizeText(shrunk: ShrunkSize | null): string {
  if (shrunk === null) return '';
  const { operations, faults, messages, isMinimal } = shrunk;
  return `${operations}+${faults}+${messages}${isMinimal ? '' : '…'}`;
}

function judgeText(found: Found | undefined): string {
  if (found === undefined) return '';
  return found.conviction?.judge ?? 'survived';
}

function lineOf({ mutant, directed, swarm, shrunk }: TriedMutant): MutantLine {
  const { number, name, wrongStep, system } = mutant;
  const accusation = directed?.control ?? swarm?.control.violation ?? null;
  return {
    number,
    name,
    wrongStep,
    setting: systemText(system),
    directed:
      directed === null ? null : { byEverybody: once(directed.byEverybody), byClients: once(directed.byClients) },
    swarm: swarm === null ? null : { byEverybody: swarm.byEverybody, byClients: swarm.byClients },
    shrunk,
    control: {
      runs: (directed === null ? 0 : 1) + (swarm?.control.seeds ?? 0),
      violation: accusation === null ? null : accusationText(accusation),
    },
  };
}

function once(conviction: Conviction | null): SwarmResult {
  return { seeds: 1, conviction };
}

function accusationText(violation: Readonly<{ judge: string; message: string; seed?: number }>): string {
  const where = violation.seed === undefined ? 'under the directed scenario' : `with seed ${violation.seed}`;
  return `${where}, ${violation.judge}: ${violation.message}`;
}

function firstAccusation(lines: readonly MutantLine[]): string {
  return lines.find(({ control }) => control.violation !== null)?.control.violation ?? '';
}

/** What clients saw is counted, and is not asked for. */
function isSurvivor({ directed, swarm }: MutantLine): boolean {
  return directed?.byEverybody.conviction === null || swarm?.byEverybody.conviction === null;
}

function isByClients(trial: MutantLine['swarm']): boolean {
  return trial !== null && trial.byClients.conviction !== null;
}

function medianSeeds(lines: readonly MutantLine[]): number | null {
  const seeds = lines
    .flatMap(({ swarm }) => (swarm === null ? [] : [swarm.byEverybody]))
    .map((found) => (found.conviction === null ? Number.POSITIVE_INFINITY : found.seeds))
    .sort((one, other) => one - other);
  const middle = seeds[Math.floor(seeds.length / 2)];
  return middle === undefined || middle === Number.POSITIVE_INFINITY ? null : middle;
}
