import type { CheckerMeasurement } from './checker-benchmark.ts';
import { cellName, porcupineElsewhere } from './checker-cells.ts';
import { tableLine } from './table-line.ts';

const columns = ['history', 'verdict', 'decider', 'check', 'held', 'process', 'plain', 'times', 'Porcupine elsewhere'];
const widths = [32, 8, 14, 9, 8, 8, 10, 8, 20];

/** What the columns mean, and their titles. */
export const checkerHeading: readonly string[] = [
  'Generated registers: half of the operations read, a quarter write, a quarter cas; C clients; percent crashed; stale: one',
  'late read answers what had been overwritten. check: time of checking alone; held: what deciders held in typed arrays;',
  'process: resident memory right after. plain: Wing-Gong-Lowe without any pruning, as everybody has it, in this same run;',
  '>: it gave up; times: how many times as long it took. Porcupine elsewhere: measured elsewhere, on another machine and on',
  'other histories of the same kind, within 60 s and 8 GB; compare orders of magnitude.',
  '',
  tableLine(widths, columns),
];

/** One line of the table. */
export function checkerLine({ plain, ...measured }: CheckerMeasurement): string {
  const { cell, verdict, deciders, checkMs, heldBytes, residentBytes } = measured;
  const gaveUp = plain?.verdict === 'unknown' ? '>' : '';
  return tableLine(widths, [
    cellName(cell),
    verdict,
    deciders.join('+'),
    duration(checkMs),
    megabytes(heldBytes),
    megabytes(residentBytes),
    plain === null ? '-' : `${gaveUp}${duration(plain.checkMs)}`,
    plain === null ? '-' : `${gaveUp}${ratio(plain.checkMs / checkMs)}`,
    porcupineElsewhere(cell) ?? '-',
  ]);
}

/** How much longer the plain reference takes on the whole: the geometric mean where both decided. */
export function checkerSummary(measurements: readonly CheckerMeasurement[]): string {
  const ratios = measurements.flatMap(({ plain, checkMs, verdict }) =>
    plain === null || plain.verdict === 'unknown' || verdict === 'unknown' ? [] : [plain.checkMs / checkMs],
  );
  const undecided = measurements.filter(({ verdict }) => verdict === 'unknown').length;
  const differing = measurements.filter(
    ({ plain, verdict }) =>
      plain !== null && plain.verdict !== 'unknown' && verdict !== 'unknown' && plain.verdict !== verdict,
  ).length;
  const mean = Math.exp(ratios.reduce((sum, one) => sum + Math.log(one), 0) / Math.max(1, ratios.length));
  return [
    `${measurements.length} histories, ${undecided} undecided, ${differing} judged otherwise by the plain reference;`,
    ratios.length === 0
      ? 'it decided none.'
      : `where it decides (${ratios.length}), it takes ${ratio(mean)} times as long (geometric mean).`,
  ].join(' ');
}

function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function ratio(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
