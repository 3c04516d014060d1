import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckerCell, cellName } from './checker-cell.ts';
import { checkerCells, recordedCells } from './checker-cells.ts';

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
  /** The most that deciders held in typed arrays; null: not told. */
  heldBytes: number | null;
  /** The most that the process took, the history and the making of it included. */
  residentBytes: number;
  plain: Readonly<{ verdict: string; checkMs: number }> | null;
}>;

/** What the process that measures one cell is asked. */
export type CellTask = Readonly<{ cell: CheckerCell; folder: string; options: CheckerBenchOptions }>;

/**
 * Times the checker and the plain reference on one history after the other, each in a process of its own, so that none
 * pays for the memory of another. Recorded histories lie in `folder`.
 * @throws Error when a process does not answer
 */
export function benchmarkChecker(
  options: CheckerBenchOptions,
  folder: string,
  told: (measurement: CheckerMeasurement) => void,
): void {
  const recorded = recordedCells.filter(({ file }) => folder !== '' && existsSync(join(folder, file)));
  for (const cell of [...recorded, ...checkerCells]) {
    if (cellName(cell).includes(options.only)) told(measuredElsewhere({ cell, folder, options }));
  }
}

function measuredElsewhere(task: CellTask): CheckerMeasurement {
  const program = join(import.meta.dirname, 'measure-cell.ts');
  const { stdout, status } = spawnSync(process.execPath, ['--max-old-space-size=4096', program, JSON.stringify(task)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`measuring ${cellName(task.cell)} ended with status ${status}`);
  const measurement: CheckerMeasurement = JSON.parse(stdout); // written by measure-cell.ts
  return measurement;
}
