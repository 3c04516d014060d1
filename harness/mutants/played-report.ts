import type { Mutant } from '#cluster-node';
import { systemText } from '#quorums';
import { textTable } from '../report/text-table.ts';

/** One run of real nodes in which a directed schedule was to happen; `happened` of `of` steps did. */
export type PlayedRun = Readonly<{
  verdict: string;
  convictedBy: readonly string[];
  happened: number;
  of: number;
  directory: string;
}>;

/** What came of one mutant on real nodes. */
export type PlayedMutant = Readonly<{
  mutant: Mutant;
  /** Why its schedule cannot be played to real nodes; null: it can. */
  objection: string | null;
  /** Until one convicted, or as often as was asked for. */
  tries: readonly PlayedRun[];
  /** The correct node under the schedule of the mutant; null: it was not played. */
  control: PlayedRun | null;
}>;

/** What `ballotproof mutants --environment` found, as plain data: what `--json` prints. */
export type PlayedReport = Readonly<{
  version: 1;
  environment: string;
  /** Invalid: a mutant survived whose schedule can be played, or the correct node was convicted. Unknown: nothing was played. */
  verdict: 'valid' | 'invalid' | 'unknown';
  mutants: readonly PlayedLine[];
  survived: readonly string[];
  accused: readonly string[];
  durationMs: number;
}>;

/** One mutant, in plain data. */
export type PlayedLine = Readonly<{
  number: number;
  name: string;
  wrongStep: string;
  setting: string;
  isConvicted: boolean;
}> &
  Omit<PlayedMutant, 'mutant'>;

/** Every mutant whose schedule can be played has to be convicted, and the correct node by none of these schedules. */
export function playedReport(
  played: readonly PlayedMutant[],
  { environment, durationMs }: Pick<PlayedReport, 'environment' | 'durationMs'>,
): PlayedReport {
  const mutants = played.map(lineOf);
  const tried = mutants.filter(({ objection }) => objection === null);
  const survived = tried.filter(({ isConvicted }) => !isConvicted).map(({ name }) => name);
  const accused = tried.filter(({ control }) => control?.verdict === 'invalid').map(({ name }) => name);
  const isClean = survived.length === 0 && accused.length === 0;
  const verdict = tried.length === 0 ? 'unknown' : isClean ? 'valid' : 'invalid';
  return { version: 1, environment, verdict, mutants, survived, accused, durationMs };
}

/** The report for people. */
export function playedText({ environment, mutants, survived, accused, durationMs }: PlayedReport): string {
  const tried = mutants.filter(({ objection }) => objection === null);
  const convicted = tried.filter(({ isConvicted }) => isConvicted);
  const atOnce = convicted.filter(({ tries }) => tries.length === 1).length;
  const controls = tried.flatMap(({ control }) => (control === null ? [] : [control]));
  const valid = controls.filter(({ verdict }) => verdict === 'valid').length;
  return [
    ...textTable([heads, ...tried.map(cellsOf)]),
    '',
    `On ${environment} ${convicted.length} of ${tried.length} mutants are convicted, ${atOnce} of them in the first try` +
      `${survived.length === 0 ? '' : `; survived: ${survived.join(', ')}`}.`,
    accused.length === 0
      ? `The correct node was convicted in none of ${controls.length} runs under the same schedules, and found valid in ${valid}.`
      : `The correct node was convicted under the schedules of ${accused.join(', ')}.`,
    ...mutants.flatMap(({ number, name, objection }) =>
      objection === null ? [] : [`Not expressible: bug ${number}, ${name}: ${objection}.`],
    ),
    `${(durationMs / 1000).toFixed(1)} s`,
    '',
  ].join('\n');
}

const heads = ['bug', 'mutant', 'setting', 'convicted by', 'tries', 'steps', 'correct node'];

function cellsOf({ number, name, setting, tries, isConvicted, control }: PlayedLine): readonly (string | number)[] {
  const last = tries.at(-1);
  const by = isConvicted ? (last?.convictedBy ?? []).join(', ') : 'survived';
  const steps = last === undefined ? '' : `${last.happened} of ${last.of}`;
  return [number, name, setting, by, tries.length, steps, control?.verdict ?? 'not played'];
}

function lineOf({ mutant: { number, name, wrongStep, system }, objection, tries, control }: PlayedMutant): PlayedLine {
  const isConvicted = tries.some(({ verdict }) => verdict === 'invalid');
  return { number, name, wrongStep, setting: systemText(system), isConvicted, objection, tries, control };
}
