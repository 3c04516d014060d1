import { checkRegistersPlainly, checkLinearizability, generateRegisters } from '#checker';
import { type CheckerCell, cellName, checkerCells } from './checker-cells.ts';

export type CheckerBenchOptions = Readonly<{
  /** Only cells whose name holds this text; empty: all. */
  only: string;
  seed: number;
  /** How often the checker judges each history; the shortest time counts. */
  repetitions: number;
  /** For one check; the plain reference has as much as `plainSeconds`, and 0 leaves it out. */
  limitSeconds: number;
  plainSeconds: number;
}>;

/** What a check, and the plain reference beside it, made of one history. Times are of checking alone. */
export type CheckerMeasurement = Readonly<{
  cell: CheckerCell;
  verdict: string;
  deciders: readonly string[];
  checkMs: number;
  /** The most that deciders held in typed arrays. */
  heldBytes: number;
  /** Of the process, right after the check. */
  residentBytes: number;
  plain: Readonly<{ verdict: string; checkMs: number }> | null;
}>;

const memoryLimitBytes = 2 * 2 ** 30;
/** The plain reference is not given what it cannot hold anyhow: its memory grows with the square of this. */
const plainOperationsMax = 10_000;

/** Generates the history of one cell after the other, and times the checker and the plain reference on it. */
export function benchmarkChecker(options: CheckerBenchOptions, told: (measurement: CheckerMeasurement) => void): void {
  for (const cell of checkerCells) if (cellName(cell).includes(options.only)) told(measured(cell, options));
}

function measured(cell: CheckerCell, options: CheckerBenchOptions): CheckerMeasurement {
  const table = generateRegisters({ ...cell, seed: options.seed });
  const now = (): number => performance.now();
  const limits = { now, timeLimitMs: options.limitSeconds * 1_000, memoryLimitBytes };
  let checkMs = Infinity;
  let result = checkLinearizability(table, 'register', limits);
  for (let repetition = 0; repetition < options.repetitions; repetition++) {
    const startMs = now();
    result = checkLinearizability(table, 'register', limits);
    checkMs = Math.min(checkMs, now() - startMs);
  }
  const residentBytes = process.memoryUsage().rss;
  return {
    cell,
    verdict: result.kind,
    deciders: result.deciders.map(({ name }) => name),
    checkMs,
    heldBytes: result.cost.peakBytes,
    residentBytes,
    plain: plainlyMeasured(),
  };

  function plainlyMeasured(): CheckerMeasurement['plain'] {
    if (options.plainSeconds === 0 || cell.operations / cell.keys > plainOperationsMax) return null;
    const startMs = now();
    const verdict = checkRegistersPlainly(table, { ...limits, timeLimitMs: options.plainSeconds * 1_000 });
    return { verdict, checkMs: now() - startMs };
  }
}
