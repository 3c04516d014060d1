import { type MedianInterval, medianInterval } from './median-interval.ts';
import type { SlicePair } from './record-benchmark.ts';
import { tableLine } from './table-line.ts';

/** What recording may cost at most. */
const costPercentMax = 10;

const columns = ['', 'pairs', 'writes/s', 'recording', 'costs %', '95 %', 'cpu ms', 'recording', 'costs %', '95 %'];
const widths = [14, 5, 8, 9, 7, 12, 6, 9, 7, 12];

/** The first line of the table. `cpu ms`: processor time of all nodes for one write. */
export const recordHeading: string = tableLine(widths, columns);

/** What two clusters showed, or many: both in the median, and what recording costs in the median of the pairs. */
export function recordLine(name: string, pairs: readonly SlicePair[]): string {
  const median = (of: (pair: SlicePair) => number): number => medianInterval(pairs.map(of)).median;
  const throughput = throughputCost(pairs);
  const processor = processorCost(pairs);
  return tableLine(widths, [
    name,
    String(pairs.length),
    median(({ plain }) => plain.perSecond).toFixed(0),
    median(({ recording }) => recording.perSecond).toFixed(0),
    throughput.median.toFixed(1),
    interval(throughput),
    median(({ plain }) => plain.cpuMs).toFixed(3),
    median(({ recording }) => recording.cpuMs).toFixed(3),
    processor.median.toFixed(1),
    interval(processor),
  ]);
}

/** What all pairs come to. Exit status: 0 it is under 10 %, 1 over 10 %, 2 the pairs are too few to tell. */
export function recordVerdict(pairs: readonly SlicePair[]): Readonly<{ sentence: string; exitStatus: number }> {
  const throughput = throughputCost(pairs);
  const processor = processorCost(pairs);
  const costs =
    `Recording costs ${throughput.median.toFixed(1)} % of throughput (95 %: ${interval(throughput)}) and ` +
    `${processor.median.toFixed(1)} % more processor time (${interval(processor)}), in the median of ${pairs.length} pairs`;
  if (throughput.median > costPercentMax) return { sentence: `${costs}: over ${costPercentMax} %`, exitStatus: 1 };
  if (throughput.high <= costPercentMax) return { sentence: `${costs}: under ${costPercentMax} %`, exitStatus: 0 };
  return { sentence: `${costs}: too few pairs to tell whether it is under ${costPercentMax} %`, exitStatus: 2 };
}

/** By how many percent fewer writes are committed. */
function throughputCost(pairs: readonly SlicePair[]): MedianInterval {
  return medianInterval(pairs.map(({ recording, plain }) => 100 * (1 - recording.perSecond / plain.perSecond)));
}

/** By how many percent more processor time the nodes use for one write. */
function processorCost(pairs: readonly SlicePair[]): MedianInterval {
  return medianInterval(pairs.map(({ recording, plain }) => 100 * (recording.cpuMs / plain.cpuMs - 1)));
}

function interval({ low, high }: MedianInterval): string {
  return `${low.toFixed(1)} to ${high.toFixed(1)}`;
}
