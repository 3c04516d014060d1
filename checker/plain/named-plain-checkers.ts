import { ModelError } from '../models/model.ts';
import { checkBank } from './check-bank.ts';
import { type CommentsError, checkComments } from './check-comments.ts';
import { type CounterResult, checkCounter } from './check-counter.ts';
import { checkLongFork } from './check-long-fork.ts';
import { checkMonotonic } from './check-monotonic.ts';
import { checkSequential } from './check-sequential.ts';
import { checkSet } from './check-set.ts';
import { checkSetFull } from './check-set-full.ts';
import { checkTotalQueue } from './check-total-queue.ts';
import { checkUniqueIds } from './check-unique-ids.ts';
import { type InitialState, type PlainChecker, plainChecker, sameWrongs } from './plain-checker.ts';

/**
 * The plain checkers by name, Jepsen's where it has one. Those that look at the same operations as a model of
 * `namedModels`, in another way, have `jepsen-` before it.
 */
const checkers: ReadonlyMap<string, PlainChecker> = new Map<string, PlainChecker>([
  [
    'bank',
    plainChecker(
      (table, initial) => checkBank(table, initial === undefined ? {} : holdings(initial)),
      sameWrongs(({ firstError, total }) => [[firstError?.type, firstError?.index, total]]),
    ),
  ],
  [
    'comments',
    plainChecker(
      (table) => checkComments(table),
      sameWrongs(({ errors }) => errors.map(callOfRead)),
    ),
  ],
  ['jepsen-counter', plainChecker((table) => checkCounter(table), isAsFarOff)],
  [
    'jepsen-set',
    plainChecker(
      (table) => checkSet(table),
      (part, whole) => isAsLost(part, whole),
    ),
  ],
  [
    'jepsen-unique-ids',
    plainChecker(
      (table) => checkUniqueIds(table),
      sameWrongs(({ duplicated }) => duplicated.map(([id]) => id)),
    ),
  ],
  [
    'long-fork',
    plainChecker(
      (table) => checkLongFork(table),
      sameWrongs(({ forks }) => forks.map((fork) => fork.map(({ invokeIndex }) => invokeIndex))),
    ),
  ],
  [
    'monotonic',
    plainChecker(
      (table) => checkMonotonic(table),
      sameWrongs(({ regressions }) => regressions.map(({ key, later }) => [key, later.invokeIndex])),
    ),
  ],
  [
    'sequential',
    plainChecker(
      (table) => checkSequential(table),
      sameWrongs(({ bad }) => bad.map(({ invokeIndex }) => invokeIndex)),
    ),
  ],
  [
    'set-full',
    plainChecker(
      (table) => checkSetFull(table),
      sameWrongs(({ lost, duplicated }) => [...lost.map(isLost), ...duplicated]),
    ),
  ],
  [
    'total-queue',
    plainChecker(
      (table) => checkTotalQueue(table),
      (part, whole) => isAsLost(part, whole),
    ),
  ],
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

function callOfRead({ read }: CommentsError): number {
  return read.invokeIndex;
}

const losesSame = sameWrongs<Elements>(({ lost }) => lost);
const makesUpSame = sameWrongs<Elements>(({ unexpected }) => unexpected);

/** What is lost is lost whatever else was read; only where nothing is lost nothing may be made up by leaving out. */
function isAsLost(part: Elements, whole: Elements): boolean {
  return part.lost.length > 0 ? losesSame(part, whole) : makesUpSame(part, whole);
}

type Elements = Readonly<{ lost: readonly unknown[]; unexpected: readonly unknown[] }>;

/** A name of its own for what is lost, since the same element can be wrong in another way. */
function isLost(element: unknown): Readonly<{ lost: unknown }> {
  return { lost: element };
}

/** A read out of bounds is the whole's if it was out of the whole's bounds too: less was added at most, or more at least. */
function isAsFarOff(part: CounterResult, whole: CounterResult): boolean {
  return part.errors.every(([least, actual, most]) =>
    whole.errors.some(
      ([wholeLeast, wholeActual, wholeMost]) =>
        Object.is(actual, wholeActual) && (actual < least ? least <= wholeLeast : most >= wholeMost),
    ),
  );
}
