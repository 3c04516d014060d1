import { type Findings, shownTransaction } from './findings.ts';
import { microOperationAt, microOperationKinds, none, type TransactionTable } from './transaction-table.ts';

/**
 * What it means that a value was read though nobody wrote it. `initial-state`: one such value a key may be what the key held
 * at first, unless the key was found empty; anything more is garbage. `garbage-read`: always an anomaly. `ignored`: never, as
 * in Elle.
 */
export type UnwrittenReads = 'initial-state' | 'garbage-read' | 'ignored';

/**
 * The anomalies of registers that need no cycle: reads of aborted (G1a) and intermediate versions (G1b), and of values that
 * nobody wrote. `possible-initial-read` is none: it tells what was taken for an initial state.
 */
export function findRegisterAnomalies(
  table: TransactionTable,
  unwrittenReads: UnwrittenReads,
  findings: Findings,
): void {
  const { kind, version, transaction } = table;
  const isOverwritten = overwrittenVersions(table);
  const mayBeInitial = unwrittenReads === 'initial-state' ? possibleInitialVersions(table) : null;
  for (let place = 0; place < kind.length; place++) {
    const seen = version[place] ?? none;
    if (kind[place] !== microOperationKinds.read || seen === none) continue;
    const t = transaction[place] ?? 0;
    const writer = writerOf(table, table.writer, seen);
    const aborted = writerOf(table, table.failedWriter, seen);
    const show = (): Readonly<{ op: unknown; mop: unknown }> => ({
      op: shownTransaction(table, t),
      mop: microOperationAt(table, place),
    });
    if (writer === none) {
      if (aborted !== none) findings.add('G1a', () => ({ ...show(), writer: shownTransaction(table, aborted) }));
      else if (mayBeInitial?.has(seen) === true) findings.add('possible-initial-read', show);
      else if (unwrittenReads !== 'ignored') findings.add('garbage-read', show);
    } else if (writer !== t && isOverwritten[seen] === 1) {
      findings.add('G1b', () => ({ ...show(), writer: shownTransaction(table, writer) }));
    }
  }
}

/** Of each key the one version that was read though nobody wrote it, where there is just one and the key was never empty. */
export function possibleInitialVersions(table: TransactionTable): ReadonlySet<number> {
  const { kind, key, keys, version, writer, failedWriter } = table;
  const unwritten = new Map<number, number>();
  const impossible = new Uint8Array(keys.length);
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.read) continue;
    const [seen, k] = [version[place] ?? none, key[place] ?? 0];
    if (seen === none) impossible[k] = 1;
    else if (writer[seen] === none && failedWriter[seen] === none) {
      if ((unwritten.get(k) ?? seen) !== seen) impossible[k] = 1;
      unwritten.set(k, seen);
    }
  }
  return new Set([...unwritten].filter(([k]) => impossible[k] !== 1).map(([, seen]) => seen));
}

function writerOf({ transaction }: TransactionTable, writers: Int32Array, version: number): number {
  const place = writers[version] ?? none;
  return place === none ? none : (transaction[place] ?? none);
}

/** Versions that the transaction which wrote them overwrote itself. */
function overwrittenVersions({ kind, key, keys, version, versions, transaction }: TransactionTable): Uint8Array {
  const overwritten = new Uint8Array(versions.size);
  const lastWrite = new Int32Array(keys.length).fill(none);
  for (let place = 0; place < kind.length; place++) {
    if (kind[place] !== microOperationKinds.write) continue;
    const before = lastWrite[key[place] ?? 0] ?? none;
    if (before !== none && transaction[before] === transaction[place] && version[before] !== version[place]) {
      overwritten[version[before] ?? 0] = 1;
    }
    lastWrite[key[place] ?? 0] = place;
  }
  return overwritten;
}
