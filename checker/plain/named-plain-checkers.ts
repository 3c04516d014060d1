import type { OperationTable } from '../history/operation-table.ts';
import { ModelError } from '../models/model.ts';
import { checkBank } from './check-bank.ts';
import { checkComments } from './check-comments.ts';
import { checkCounter } from './check-counter.ts';
import { checkLongFork } from './check-long-fork.ts';
import { checkMonotonic } from './check-monotonic.ts';
import { checkSequential } from './check-sequential.ts';
import { checkSet } from './check-set.ts';
import { checkSetFull } from './check-set-full.ts';
import { checkTotalQueue } from './check-total-queue.ts';
import { checkUniqueIds } from './check-unique-ids.ts';
import type { PlainResult } from './plain-result.ts';

/** What is there at first: of a bank, its accounts and what each holds. */
export type InitialState = Readonly<Record<string, string | number | boolean | null>>;

/** A plain checker, ready to be given a history. */
export type PlainChecker = (table: OperationTable, initial?: InitialState) => PlainResult<object>;

/**
 * The plain checkers by name, Jepsen's where it has one. Those that look at the same operations as a model of
 * `namedModels`, in another way, have `jepsen-` before it.
 */
const checkers: ReadonlyMap<string, PlainChecker> = new Map<string, PlainChecker>([
  ['bank', (table, initial) => checkBank(table, initial === undefined ? {} : holdings(initial))],
  ['comments', (table) => checkComments(table)],
  ['jepsen-counter', (table) => checkCounter(table)],
  ['jepsen-set', (table) => checkSet(table)],
  ['jepsen-unique-ids', (table) => checkUniqueIds(table)],
  ['long-fork', (table) => checkLongFork(table)],
  ['monotonic', (table) => checkMonotonic(table)],
  ['sequential', (table) => checkSequential(table)],
  ['set-full', (table) => checkSetFull(table)],
  ['total-queue', (table) => checkTotalQueue(table)],
]);

/** The names of all plain checkers. */
export const plainCheckerNames: readonly string[] = [...checkers.keys()];

/** The plain checker of that name; undefined: there is none. */
export function plainCheckerNamed(name: string): PlainChecker | undefined {
  return checkers.get(name);
}

function holdings(initial: InitialState): Readonly<{ accounts: readonly string[]; total: number }> {
  let total = 0;
  for (const [account, amount] of Object.entries(initial)) {
    if (typeof amount !== 'number') throw new ModelError(`account ${JSON.stringify(account)} of a bank holds a number`);
    total += amount;
  }
  return { accounts: Object.keys(initial), total };
}
