import type { QuorumPath } from '#quorums';
import { textTable } from '../report/text-table.ts';
import { namesInWords } from './kill-plan.ts';
import type { MeasuredPath } from './measure-availability.ts';
import type { PathSighting } from './measure-path.ts';

/** One line of the comparison: with these nodes dead the path was foretold to get ahead, or not. */
export type AvailabilityRow = Readonly<{
  path: QuorumPath;
  survives: number;
  /** Null: nobody got so far. */
  killed: readonly string[] | null;
  predicted: 'progress' | 'no progress';
  measured: string;
  /** Null: it could not be measured. */
  agrees: boolean | null;
}>;

/** `contradicted`: something was seen that was not foretold; `unmeasured`: nothing of the kind, but not all was seen. */
export type Comparison = Readonly<{
  rows: readonly AvailabilityRow[];
  outcome: 'agrees' | 'contradicted' | 'unmeasured';
}>;

/** Holds what was seen against what was foretold. Without a path there is nothing that could agree. */
export function compareWithPrediction(measured: readonly MeasuredPath[]): Comparison {
  const rows = measured.flatMap(rowsOf);
  const isContradicted = rows.some(({ agrees }) => agrees === false);
  const isComplete = rows.length > 0 && rows.every(({ agrees }) => agrees !== null);
  return { rows, outcome: isContradicted ? 'contradicted' : isComplete ? 'agrees' : 'unmeasured' };
}

/** For people: one line for each row, below a heading. */
export function comparisonTable(rows: readonly AvailabilityRow[]): readonly string[] {
  const heading = ['path', 'survives', 'killed', 'predicted', 'measured', 'agrees'];
  const answers = new Map([
    [true, 'yes'],
    [false, 'NO'],
    [null, '?'],
  ]);
  return textTable([
    heading,
    ...rows.map(({ path, survives, killed, predicted, measured, agrees }) => [
      pathWords[path],
      survives,
      killed === null ? '-' : namesInWords(killed),
      predicted,
      measured,
      answers.get(agrees) ?? '?',
    ]),
  ]);
}

const pathWords: Readonly<Record<QuorumPath, string>> = {
  fast: 'fast',
  classic: 'classic',
  leaderChange: 'leader change',
  collisionRecovery: 'collision recovery',
};

function rowsOf({ path, survives, sightings, problem }: MeasuredPath): readonly AvailabilityRow[] {
  if (sightings === null) {
    const unseen = { path, survives, killed: null, measured: problem ?? 'nothing was seen', agrees: null };
    return [{ ...unseen, predicted: 'progress' }];
  }
  const row = ({ killed, progresses, sentence }: PathSighting, isPredicted: boolean): AvailabilityRow => ({
    path,
    survives,
    killed,
    predicted: isPredicted ? 'progress' : 'no progress',
    measured: sentence,
    agrees: progresses === isPredicted,
  });
  return [row(sightings.survived, true), row(sightings.beyond, false)];
}
