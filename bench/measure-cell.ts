import { join } from 'node:path';
import {
  checkLinearizability,
  checkRegistersPlainly,
  checkTransactions,
  generateRegisters,
  type OperationTable,
  plantableAnomalies,
  randomTransactions,
  readTable,
} from '#checker';
import type { CellTask, CheckerMeasurement } from './checker-benchmark.ts';
import type { CheckerCell } from './checker-cell.ts';

type Judged = Pick<CheckerMeasurement, 'verdict' | 'deciders' | 'heldBytes'>;

const memoryLimitBytes = 2 * 2 ** 30;
/** The plain reference is not given what it cannot hold anyhow: its memory grows with the square of this. */
const plainOperationsMax = 10_000;

const now = (): number => performance.now();

async function historyOf(cell: CheckerCell, folder: string, seed: number): Promise<OperationTable> {
  switch (cell.kind) {
    case 'registers':
      return generateRegisters({ ...cell, seed });
    case 'transactions': {
      const { workload, operations, isPlanted } = cell;
      const shape = { processes: 20, operationsMax: 4, liveKeys: 10, writesPerKey: 250 };
      const plant = isPlanted ? plantableAnomalies(workload) : [];
      return randomTransactions({ ...shape, seed, workload, transactions: operations, plant });
    }
    case 'recorded':
      return (await readTable(join(folder, cell.file))).table;
  }
}

function judge(table: OperationTable, cell: CheckerCell, limitSeconds: number): Judged {
  const limits = { now, timeLimitMs: limitSeconds * 1_000, memoryLimitBytes };
  if (cell.kind === 'transactions') {
    const { workload, consistency } = cell;
    const { kind } = checkTransactions(table, { ...limits, workload, consistency });
    return { verdict: kind, deciders: ['cycles'], heldBytes: null };
  }
  const model = cell.kind === 'recorded' ? cell.model : 'register';
  const { kind, deciders, cost } = checkLinearizability(table, model, limits);
  return { verdict: kind, deciders: deciders.map(({ name }) => name), heldBytes: cost.peakBytes };
}

/** Large histories are judged fewer times: there is no warm-up to get over. */
function repetitionsFor({ size }: OperationTable, asked: number): number {
  return size < 300_000 ? asked : Math.min(asked, 2);
}

function plainly(table: OperationTable, cell: CheckerCell, plainSeconds: number): CheckerMeasurement['plain'] {
  if (plainSeconds === 0 || cell.kind !== 'registers' || cell.operations / cell.keys > plainOperationsMax) return null;
  const startMs = now();
  const verdict = checkRegistersPlainly(table, { now, memoryLimitBytes, timeLimitMs: plainSeconds * 1_000 });
  return { verdict, checkMs: now() - startMs };
}

/** Measures the one cell that the argument describes, and writes what came of it as one line of JSON. */
async function measure({ cell, folder, options }: CellTask): Promise<CheckerMeasurement> {
  const table = await historyOf(cell, folder, options.seed);
  let checkMs = Infinity;
  let judged = judge(table, cell, options.limitSeconds);
  for (let repetition = 0; repetition < repetitionsFor(table, options.repetitions); repetition++) {
    const startMs = now();
    judged = judge(table, cell, options.limitSeconds);
    checkMs = Math.min(checkMs, now() - startMs);
  }
  const residentBytes = process.resourceUsage().maxRSS * 1_024;
  return { cell, ...judged, checkMs, residentBytes, plain: plainly(table, cell, options.plainSeconds) };
}

const task: CellTask = JSON.parse(process.argv[2] ?? ''); // written by checker-benchmark.ts
console.log(JSON.stringify(await measure(task)));
