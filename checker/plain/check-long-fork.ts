import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { elementsOf, nameOf, operationsOf, type PlainResult } from './plain-result.ts';

/** Two reads of the same keys, each of which saw a write that the other one missed. */
export type Fork = readonly [Operation, Operation];

/** What reads of groups of keys show. */
export type LongForkResult = PlainResult<{
  readsCount: number;
  /** Reads that saw none of the writes, and all of them: they cannot show anything. */
  earlyReadCount: number;
  lateReadCount: number;
  forks: readonly Fork[];
  /** A key that was written more than once, so that nothing can be said. */
  multipleWrites: unknown;
}>;

/**
 * Transactions that write one key once (`[["w", k, v]]`) or read a group of keys (`[["r", k, v], …]`). Under snapshot isolation
 * the reads of a group are in one order, each seeing all that the one before saw; parallel snapshot isolation lets them fork
 * (Sovran et al., SOSP 2011). In a group sorted by how much they saw, each read is compared with the next: n log n.
 *
 * ```ts
 * import { checkLongFork, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 1, type: 'ok', value: [['w', 'x', 1]] },
 *   { process: 2, type: 'ok', value: [['w', 'y', 1]] },
 *   { process: 3, type: 'ok', value: [['r', 'x', 1], ['r', 'y', null]] },
 *   { process: 4, type: 'ok', value: [['r', 'x', null], ['r', 'y', 1]] },
 * ]);
 * console.log(checkLongFork(table).forks.length); // → 1
 * ```
 */
export function checkLongFork(table: OperationTable): LongForkResult {
  const operations = operationsOf(table);
  const multipleWrites = keyWrittenTwice(operations);
  const reads = operations.flatMap((operation) => {
    const seen = operation.type === 'ok' ? readsOf(operation.output) : null;
    return seen === null
      ? []
      : [{ operation, seen, count: [...seen.values()].filter((value) => value !== null).length }];
  });
  const groups = new Map<string, (typeof reads)[number][]>();
  for (const read of reads) {
    const group = nameOf([...read.seen.keys()].sort());
    const others = groups.get(group);
    if (others) others.push(read);
    else groups.set(group, [read]);
  }
  const forks = [...groups.values()].flatMap((group) => {
    const sorted = group.sort((a, b) => a.count - b.count);
    return sorted.flatMap((read, place): readonly Fork[] => {
      const next = sorted[place + 1];
      const isMissed = next && [...read.seen].some(([key, value]) => value !== null && next.seen.get(key) !== value);
      return isMissed ? [[read.operation, next.operation]] : [];
    });
  });
  return {
    kind: multipleWrites !== null ? 'unknown' : forks.length > 0 ? 'invalid' : reads.length === 0 ? 'unknown' : 'valid',
    readsCount: reads.length,
    earlyReadCount: reads.filter(({ count }) => count === 0).length,
    lateReadCount: reads.filter(({ seen, count }) => count === seen.size).length,
    forks,
    multipleWrites,
  };
}

function keyWrittenTwice(operations: readonly Operation[]): unknown {
  const written = new Set<string>();
  for (const { input } of operations) {
    for (const mop of elementsOf(input)) {
      const [f, key] = elementsOf(mop);
      if (f !== 'w') continue;
      if (written.has(nameOf(key))) return key;
      written.add(nameOf(key));
    }
  }
  return null;
}

/** What each key was read as, under its name; null: the transaction does not only read. */
function readsOf(output: unknown): ReadonlyMap<string, string | null> | null {
  if (!Array.isArray(output) || output.length === 0) return null;
  const seen = new Map<string, string | null>();
  for (const mop of output) {
    if (!Array.isArray(mop) || mop[0] !== 'r') return null;
    const value: unknown = mop[2] ?? null;
    seen.set(nameOf(mop[1]), value === null ? null : nameOf(value));
  }
  return seen;
}
