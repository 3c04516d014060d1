import { exitStatus } from '../exit-status.ts';
import { textTable } from '../report/text-table.ts';
import { type SimViolation, situations } from '../simulation/index.ts';
import type { HuntFailure, HuntTally } from './hunt-tally.ts';

/** A failure, where it is kept, and what to type to see it again. */
export type ReportedFailure = Readonly<{ seed: number; hash: string; directory: string | null; command: string }> &
  SimViolation;

/** What came of a hunt, as plain data: what `--json` prints and what is kept. */
export type HuntReport = Readonly<{
  version: 1;
  verdict: 'valid' | 'invalid' | 'unknown' | 'failed';
  commit: string | null;
  firstSeed: number;
  /** How many seeds there were to be; null: as many as the time allows. */
  wanted: number | null;
  /** How many were counted; and of these, which took too long, and on which the simulator itself failed. */
  seeds: number;
  unfinished: readonly number[];
  broken: readonly Readonly<{ seed: number; reason: string }>[];
  events: number;
  simulatedMs: number;
  operations: number;
  /** Equal hashes are equal hunts. */
  hash: string;
  durationMs: number;
  workers: number;
  failures: readonly ReportedFailure[];
  /** How often each named situation occurred, and which never did. */
  coverage: Readonly<{ occurred: Readonly<Record<string, number>>; never: readonly string[] }>;
}>;

type Circumstances = Pick<HuntReport, 'commit' | 'firstSeed' | 'wanted' | 'durationMs' | 'workers'>;

/** `kept` says of a failure where it is and how to repeat it. */
export function huntReport(
  tally: HuntTally,
  circumstances: Circumstances,
  kept: (failure: HuntFailure) => Pick<ReportedFailure, 'directory' | 'command'>,
): HuntReport {
  const { seeds, unfinished, broken, events, simulatedMs, operations, hash, coverage } = tally;
  const names = Object.keys(situations);
  const occurred = names.flatMap((name): [string, number][] => {
    const times = coverage.get(name);
    return times === undefined ? [] : [[name, times]];
  });
  return {
    version: 1,
    verdict: verdictOf(tally),
    ...circumstances,
    seeds,
    unfinished,
    broken,
    events,
    simulatedMs: Math.round(simulatedMs),
    operations,
    hash,
    failures: tally.failures.map((failure) => {
      const { seed, hash: hashOfRun, violation } = failure;
      return { seed, hash: hashOfRun, ...violation, ...kept(failure) };
    }),
    coverage: {
      occurred: Object.fromEntries(occurred),
      never: names.filter((name) => !coverage.has(name)),
    },
  };
}

/** Nothing that ran to its end proves nothing, and a seed that was given up may be one at which a node goes round in circles. */
function verdictOf({ failures, broken, unfinished, ended }: HuntTally): HuntReport['verdict'] {
  if (failures.length > 0) return 'invalid';
  if (broken.length > 0) return 'failed';
  return ended === 0 || unfinished.length > 0 ? 'unknown' : 'valid';
}

/** The exit status of a hunt. */
export function huntStatus({ verdict }: HuntReport): number {
  return exitStatus[verdict];
}

/** The report for people. */
export function huntText(report: HuntReport): string {
  const { seeds, wanted, unfinished, broken, failures, coverage, firstSeed, durationMs, hash } = report;
  const hasStopped = wanted !== null && seeds < wanted;
  const seconds = Math.max(durationMs, 1) / 1000;
  return [
    `${report.verdict.toUpperCase()}: ${seeds}${hasStopped ? ` of ${wanted}` : ''} seeds from ${firstSeed}, ${failures.length} of them failed`,
    ...failureLines(failures),
    ...(unfinished.length === 0
      ? []
      : [`Took too long, and is not judged (--seed-limit gives it more time): ${listed(unfinished)}`]),
    ...broken.slice(0, listedMax).map(({ seed, reason }) => `The simulator failed on seed ${seed}: ${reason}`),
    ...coverageLines(coverage),
    `${seeds} seeds, ${report.operations} operations, ${report.events} events, ` +
      `${simulatedText(report.simulatedMs)} simulated in ${seconds.toFixed(1)} s on ${report.workers} workers ` +
      `(${Math.round(report.events / seconds)} events/s), hash ${hash}`,
    '',
  ].join('\n');
}

/** Failures of one kind once, with the first seed of each. */
function failureLines(failures: readonly ReportedFailure[]): readonly string[] {
  const kinds = new Map<string, ReportedFailure[]>();
  for (const failure of failures) kinds.set(failure.fingerprint, [...(kinds.get(failure.fingerprint) ?? []), failure]);
  return [...kinds.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const more =
      alike.length === 1 ? '' : `; ${alike.length} seeds fail in this way: ${listed(alike.map(({ seed }) => seed))}`;
    return [
      `  seed ${first.seed}: ${first.judge}, at event ${first.atEvent}, ${first.atMs.toFixed(3)} ms${more}`,
      `    ${shortened(first.message)}`,
      `    Fingerprint: ${shortened(first.fingerprint)}`,
      `    Repeat: ${first.command}`,
    ];
  });
}

function coverageLines({ occurred, never }: HuntReport['coverage']): readonly string[] {
  const rows = Object.entries(occurred).map(([name, times]) => [`  ${name}`, times, meaning(name)]);
  return [
    'What occurred:',
    ...textTable(rows),
    ...(never.length === 0
      ? []
      : ['What never occurred:', ...textTable(never.map((name) => [`  ${name}`, meaning(name)]))]),
  ];
}

function meaning(name: string): string {
  return Object.entries(situations).find(([known]) => known === name)?.[1] ?? '';
}

function listed(seeds: readonly number[]): string {
  const rest = seeds.length - listedMax;
  return `${seeds.slice(0, listedMax).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const listedMax = 10;

/** What is shown of a long sentence; all of it is in the files. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}

/** `90 s`, `3.2 h`: virtual time as people measure time. */
export function simulatedText(ms: number): string {
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${(ms / 60_000).toFixed(1)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
