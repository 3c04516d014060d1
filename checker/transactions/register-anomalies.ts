import { type Findings, shownTransaction } from './findings.ts';
import { microOperationAt, microOperationKinds, none, type TransactionTable } from './transaction-table.ts';

/** Whether a value that was read though nobody wrote it is told as an anomaly, or taken for some initial state, as in Elle. */
export type UnwrittenReads = 'garbage-read' | 'ignored';

/**
 * The anomalies of registers that need no cycle: reads of aborted (G1a) and intermediate versions (G1b), and of values that
 * nobody wrote.
 */
export function findRegisterAnomalies(
  table: TransactionTable,
  unwrittenReads: UnwrittenReads,
  findings: Findings,
): void {
  const { kind, version, transaction } = table;
  const isOverwritten = overwrittenVersions(table);
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
      else if (unwrittenReads === 'garbage-read') findings.add('garbage-read', show);
    } else if (writer !== t && isOverwritten[seen] === 1) {
      findings.add('G1b', () => ({ ...show(), writer: shownTransaction(table, writer) }));
    }
  }
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
