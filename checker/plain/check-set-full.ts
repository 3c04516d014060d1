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
 * Linear in the elements of all reads.
 *
 * ```ts
 * import { checkSetFull, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'add', value: 7 });
 * builder.complete({ process: 1, type: 'ok', value: 7 });
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: [7] });
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: [] });
 * console.log(checkSetFull(builder.build()).lost); // → [ 7 ]
 * ```
 */
export function checkSetFull(table: OperationTable, options: Readonly<{ linearizable?: boolean }> = {}): SetFullResult {
  const operations = operationsOf(table);
  const adds = new Map(operations.filter(({ f }) => f === 'add').map((add) => [nameOf(add.input), add]));
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok');
  const sightings = sightingsOf(adds, reads);
  const fates = new Map<Fate, unknown[]>([
    ['stable', []],
    ['stale', []],
    ['lost', []],
    ['never-read', []],
  ]);
  for (const [name, add] of adds) fates.get(fateOf(add, sightings.get(name)))?.push(add.input);
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

/** Of one element: when a read that saw it was first over, and when the last reads began that saw it and that missed it. */
type Sightings = { seenBy: number; lastPresent: number; lastAbsent: number };

function sightingsOf(
  adds: ReadonlyMap<string, Operation>,
  reads: readonly Operation[],
): ReadonlyMap<string, Sightings> {
  const sightings = new Map<string, Sightings>();
  for (const name of adds.keys())
    sightings.set(name, { seenBy: Number.POSITIVE_INFINITY, lastPresent: -1, lastAbsent: -1 });
  const neverMissed = new Map(sightings); // by the reads looked at so far, which are those that began later
  for (const read of reads.toSorted((a, b) => b.invokeIndex - a.invokeIndex)) {
    const elements = new Set(elementsOf(read.output).map(nameOf));
    for (const name of elements) {
      const here = sightings.get(name);
      if (!here) continue;
      here.seenBy = Math.min(here.seenBy, endOf(read));
      here.lastPresent = Math.max(here.lastPresent, read.invokeIndex);
    }
    for (const [name, here] of neverMissed) {
      if (elements.has(name)) continue;
      here.lastAbsent = read.invokeIndex;
      neverMissed.delete(name);
    }
  }
  return sightings;
}

function fateOf(add: Operation, sightings: Sightings | undefined): Fate {
  const { seenBy, lastPresent, lastAbsent } = sightings ?? { seenBy: 0, lastPresent: -1, lastAbsent: -1 };
  const knownAt = Math.min(seenBy, add.type === 'ok' ? endOf(add) : Number.POSITIVE_INFINITY);
  if (lastPresent > lastAbsent) return lastAbsent > knownAt ? 'stale' : 'stable';
  return lastAbsent > knownAt ? 'lost' : lastPresent === -1 ? 'never-read' : 'stable';
}
