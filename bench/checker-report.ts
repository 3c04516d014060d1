import type { CheckerMeasurement } from './checker-benchmark.ts';
import { type CheckerCell, cellName } from './checker-cell.ts';
import { porcupineElsewhere } from './checker-cells.ts';
import { tableLine } from './table-line.ts';

const columns = ['history', 'verdict', 'decider', 'check', 'held', 'process', 'plain', 'times', 'Porcupine elsewhere'];
const widths = [52, 8, 14, 9, 8, 8, 10, 8, 20];

/** What the columns mean, and their titles. */
export const checkerHeading: readonly string[] = [
  'Generated registers: half of the operations read, a quarter write, a quarter cas; C clients; percent crashed; stale: one',
  'late read answers what had been overwritten. Transactions: 20 processes, 1 to 4 micro-operations, 10 live keys, 250 writes',
  'a key; planted: every anomaly once. check: time of checking alone, the shortest; held: what deciders held in typed arrays;',
  'process: the most memory, the making of the history included. plain: Wing-Gong-Lowe without any pruning, as everybody has it, in this same run;',
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
    heldBytes === null ? '-' : megabytes(heldBytes),
    megabytes(residentBytes),
    plain === null ? '-' : `${gaveUp}${duration(plain.checkMs)}`,
    plain === null ? '-' : `${gaveUp}${ratio(plain.checkMs / checkMs)}`,
    porcupineElsewhere(cell) ?? '-',
  ]);
}

/**
 * How much longer the plain reference takes on the whole: the geometric mean where both decided. Then the same against what
 * Porcupine needed elsewhere, and how the time for one operation grows with the history.
 */
export function checkerSummary(measurements: readonly CheckerMeasurement[]): string {
  const ratios = measurements.flatMap(({ plain, checkMs, verdict }) =>
    plain === null || plain.verdict === 'unknown' || verdict === 'unknown' ? [] : [plain.checkMs / checkMs],
  );
  const undecided = measurements.filter(({ verdict }) => verdict === 'unknown').length;
  const differing = measurements.filter(
    ({ plain, verdict }) =>
      plain !== null && plain.verdict !== 'unknown' && verdict !== 'unknown' && plain.verdict !== verdict,
  ).length;
  const mean = geometricMean(ratios);
  const againstPlain = [
    `${measurements.length} histories, ${undecided} undecided, ${differing} judged otherwise by the plain reference;`,
    ratios.length === 0
      ? 'it decided none.'
      : `where it decides (${ratios.length}), it takes ${ratio(mean)} times as long (geometric mean).`,
  ].join(' ');
  return [againstPlain, ...againstPorcupine(measurements), ...growth(measurements)].join('\n');
}

/** What Porcupine needs at least this long for is compared with; below, starting up and warming up count most. */
const comparedMs = 50;

function againstPorcupine(measurements: readonly CheckerMeasurement[]): readonly string[] {
  const compared = measurements.flatMap(({ cell, checkMs, verdict }) => {
    const theirMs = millisecondsIn(porcupineElsewhere(cell));
    return theirMs === null || theirMs < comparedMs || verdict === 'unknown'
      ? []
      : [{ cell, times: theirMs / checkMs }];
  });
  if (compared.length === 0) return [];
  const mean = ratio(geometricMean(compared.map(({ times }) => times)));
  const slower = compared.filter(({ times }) => times < 1).map(({ cell }) => cellName(cell));
  const where = slower.length === 0 ? 'never less' : `less for ${slower.join(', ')}`;
  return [
    `Porcupine elsewhere, where it needed ${comparedMs} ms or more (${compared.length}): ${mean} times as long (geometric mean), ${where}.`,
  ];
}

/** The least of a range such as "3.9-8.9 s"; null when it did not end, or was not tried. */
function millisecondsIn(text: string | null): number | null {
  const [, least, unit] = /^([\d.]+)(?:-[\d.]+)? (ms|s)$/.exec(text ?? '') ?? [];
  return least === undefined ? null : Number(least) * (unit === 's' ? 1_000 : 1);
}

/** The time for one operation in the largest history against a smaller one of the same kind; n log n is 1.5 times from 10k to 1M. */
function growth(measurements: readonly CheckerMeasurement[]): readonly string[] {
  return measurements.flatMap(({ cell, checkMs }) => {
    if (cell.kind === 'recorded' || cell.operations !== 1_000_000) return [];
    const small = measurements.find((other) => isSmaller(other.cell, cell));
    if (!small) return [];
    const times = checkMs / cell.operations / (small.checkMs / 10_000);
    return [`${cellName(cell)}: an operation takes ${ratio(times)} times as long as among 10k.`];
  });
}

function isSmaller(other: CheckerCell, cell: CheckerCell): boolean {
  if (other.kind === 'recorded' || other.operations !== 10_000) return false;
  return JSON.stringify({ ...cell, operations: 0 }) === JSON.stringify({ ...other, operations: 0 });
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, one) => sum + Math.log(one), 0) / Math.max(1, values.length));
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
