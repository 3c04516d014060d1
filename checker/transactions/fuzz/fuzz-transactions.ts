import { randomNumbers } from '../../history/random-history.ts';
import { Disagreement, type FuzzCounts } from '../../linearizability/fuzz/fuzz-deciders.ts';
import { checkTransactions } from '../check-transactions.ts';
import { consistencyModels, modelsImpliedBy } from '../consistency-models.ts';
import { randomTransactions } from '../random-transactions.ts';
import { type TransactionRow, tableOfTransactions } from '../table-of-transactions.ts';
import { type TransactionWorkload, transactionTable } from '../transaction-table.ts';
import { isExplainedByTrial, type TrialLevel } from './explained-by-trial.ts';
import { tinyTransactions } from './tiny-transactions.ts';

/** The models that can be tried, by the names they have. */
const triedModels: Readonly<Record<string, TrialLevel>> = {
  serializable: { isolation: 'serializable', order: 'none' },
  'strong-session-serializable': { isolation: 'serializable', order: 'process' },
  'strict-serializable': { isolation: 'serializable', order: 'realtime' },
  'snapshot-isolation': { isolation: 'snapshot', order: 'none' },
  'strong-session-snapshot-isolation': { isolation: 'snapshot', order: 'process' },
  'strong-snapshot-isolation': { isolation: 'snapshot', order: 'realtime' },
};
const triedNames = Object.keys(triedModels);

/** Of so many histories one is larger, from a store that does everything right, and is judged by itself. */
const largerOneIn = 16;

/**
 * Judges `count` small random histories of transactions with `checkTransactions` and by trying every course of things. What
 * can be explained is not convicted, neither for the model nor for one that it implies; and of lists of which the order of all versions
 * is known, what cannot be explained is convicted. The history of one seed is the same whatever `count` is.
 *
 * ```ts
 * import { fuzzTransactions } from 'ballotproof/checker';
 *
 * console.log(fuzzTransactions({ seed: 1, count: 1_000 })); // how many were valid and invalid, by workload
 * ```
 * @throws Disagreement
 */
export function fuzzTransactions({ seed, count }: Readonly<{ seed: number; count: number }>): FuzzCounts {
  const counts: FuzzCounts = {};
  for (let one = seed; one < seed + count; one++) {
    const random = randomNumbers(Math.imul(one, 0x9e3779b1)); // neighbouring seeds begin with neighbouring numbers
    const workload = one % 2 === 0 ? 'list-append' : 'rw-register';
    if (random(largerOneIn) === 0) judgeLarger(one, workload, random);
    else judgeTiny(one, workload, random, counts);
  }
  return counts;
}

type Random = (limit: number) => number;

function judgeTiny(seed: number, workload: TransactionWorkload, random: Random, counts: FuzzCounts): void {
  const isReadWhole = random(2) === 0;
  const rows = tinyTransactions(random, workload, isReadWhole);
  const model = triedNames[random(triedNames.length)] ?? '';
  const level = triedModels[model];
  if (level === undefined) return;
  const operations = tableOfTransactions(rows);
  const expected = isExplainedByTrial(transactionTable(operations, workload), level) ? 'valid' : 'invalid';
  const options = { workload, ...assumptionsOf(level, random) };
  const asked = [model];
  if (expected === 'valid') asked.push(impliedBy(model, random));
  for (const consistency of asked) {
    const { kind, anomalyTypes } = checkTransactions(operations, { ...options, consistency });
    const isConvicted = kind === 'invalid';
    const isAllKnown = workload === 'list-append' && isReadWhole && areListsOrdered(rows);
    if (expected === 'valid' ? isConvicted : isAllKnown && !isConvicted) {
      const told = `it is ${expected} for ${model} by trial, and ${kind} for ${consistency}: ${anomalyTypes.join()}`;
      throw new Disagreement(`${workload}, seed ${seed}: ${told}\n${rows.map(lineOf).join('\n')}`);
    }
  }
  const count = (counts[workload] ??= { valid: 0, invalid: 0, deciders: {} });
  count[expected]++;
  count.deciders[model] = (count.deciders[model] ?? 0) + 1;
}

/**
 * Whether the last transaction, which reads all lists, tells in which order they were written. What it does not find was lost, and came
 * after all that it found; so one transaction may have appended that to a list, but of two nobody knows which came first.
 */
function areListsOrdered(rows: readonly TransactionRow[]): boolean {
  const found = new Map(rows.at(-1)?.value.map(([, key, list]) => [key, new Set(Array.isArray(list) ? list : [])]));
  const losers = new Map<unknown, TransactionRow>();
  for (const row of rows) {
    if (row.type !== 'ok') continue;
    for (const [f, key, value] of row.value) {
      if (f !== 'append' || found.get(key)?.has(value)) continue;
      if ((losers.get(key) ?? row) !== row) return false;
      losers.set(key, row);
    }
  }
  return true;
}

/** What holds of registers that are strictly serializable may be believed of them. */
function assumptionsOf({ isolation, order }: TrialLevel, random: Random) {
  const isStrict = isolation === 'serializable' && order === 'realtime';
  return {
    writesFollowReads: isolation === 'serializable' && random(2) === 0,
    sequentialKeys: isStrict && random(2) === 0,
    linearizableKeys: isStrict && random(2) === 0,
  };
}

function impliedBy(model: string, random: Random): string {
  const implied = modelsImpliedBy(model);
  const weaker = consistencyModels.filter((each) => implied.has(each));
  return weaker[random(weaker.length)] ?? model;
}

/** Few keys and many writes, so that one version has many readers and many successors. */
function judgeLarger(seed: number, workload: TransactionWorkload, random: Random): void {
  const table = randomTransactions({
    seed: random(2 ** 30),
    workload,
    transactions: 20 + random(60),
    processes: 1 + random(12),
    operationsMax: 1 + random(4),
    liveKeys: 1 + random(3),
    writesPerKey: 5 + random(60),
    failPercent: random(20),
    crashPercent: random(20),
  });
  const { kind, anomalyTypes } = checkTransactions(table, { workload });
  if (kind === 'invalid')
    throw new Disagreement(`${workload}, seed ${seed}: a right store is accused of ${anomalyTypes.join()}`);
}

function lineOf({ process, type, value, call, ret }: TransactionRow): string {
  return `process ${process}, ${call} to ${ret}: ${type} ${JSON.stringify(value)}`;
}
