import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { countsOf, elementsOf, endOf, nameOf, operationsOf, type PlainResult } from './plain-result.ts';

/** What became of the elements of a set that is read over and over. */
export type SetFullResult = PlainResult<{
  attemptCount: number;
  stableCount: number;
  lostCount: number;
  neverReadCount: number;
  staleCount: number;
  duplicatedCount: number;
  lost: readonly unknown[];
  neverRead: readonly unknown[];
  stale: readonly unknown[];
  /** Elements that one read returned more than once. */
  duplicated: readonly unknown[];
}>;

type Fate = 'stable' | 'stale' | 'lost' | 'never-read';

/**
 * Operations `add` and many `read`s of the whole set. An element is known from when its add was ok, or a read that saw it was.
 * It is lost when a read that began later misses it and no read that began after that one sees it; stale when a read misses
 * it though it was known, but a later one sees it. Staleness is wrong only of a set that promises to be `linearizable`.
 * One pass over all reads for each element.
 */
export function checkSetFull(table: OperationTable, options: Readonly<{ linearizable?: boolean }> = {}): SetFullResult {
  const operations = operationsOf(table);
  const adds = new Map(operations.filter(({ f }) => f === 'add').map((add) => [nameOf(add.input), add]));
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok');
  const seen = reads.map((read) => ({ read, elements: new Set(elementsOf(read.output).map(nameOf)) }));
  const fates = new Map<Fate, unknown[]>([
    ['stable', []],
    ['stale', []],
    ['lost', []],
    ['never-read', []],
  ]);
  for (const [name, add] of adds) fates.get(fateOf(add, name, seen))?.push(add.input);
  const of = (fate: Fate): readonly unknown[] => fates.get(fate) ?? [];
  const duplicated = new Set(
    reads.flatMap(({ output }) =>
      [...countsOf(elementsOf(output))].filter(([, count]) => count > 1).map(([name]) => name),
    ),
  );

  const stableCount = of('stable').length + of('stale').length;
  const isBad =
    of('lost').length > 0 || duplicated.size > 0 || (options.linearizable === true && of('stale').length > 0);
  return {
    kind: isBad ? 'invalid' : stableCount === 0 ? 'unknown' : 'valid',
    attemptCount: adds.size,
    stableCount,
    lostCount: of('lost').length,
    neverReadCount: of('never-read').length,
    staleCount: of('stale').length,
    duplicatedCount: duplicated.size,
    lost: of('lost'),
    neverRead: of('never-read'),
    stale: of('stale'),
    duplicated: [...duplicated].map((name): unknown => JSON.parse(name)),
  };
}

function fateOf(
  add: Operation,
  name: string,
  seen: readonly Readonly<{ read: Operation; elements: ReadonlySet<string> }>[],
): Fate {
  let knownAt = add.type === 'ok' ? endOf(add) : Number.POSITIVE_INFINITY;
  let lastPresent = -1;
  let lastAbsent = -1;
  for (const { read, elements } of seen) {
    if (elements.has(name)) {
      knownAt = Math.min(knownAt, endOf(read));
      lastPresent = Math.max(lastPresent, read.invokeIndex);
    } else lastAbsent = Math.max(lastAbsent, read.invokeIndex);
  }
  if (lastPresent > lastAbsent) return lastAbsent > knownAt ? 'stale' : 'stable';
  return lastAbsent > knownAt ? 'lost' : lastPresent === -1 ? 'never-read' : 'stable';
}
