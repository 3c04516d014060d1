import { type Findings, shownTransaction } from '../findings.ts';
import {
  initialOf,
  microOperationAt,
  microOperationKinds,
  none,
  several,
  type TransactionTable,
} from '../transaction-table.ts';

/** What reads saw. */
export type SeenVersions = Readonly<{
  /** Of each micro-operation that reads, the version it saw; of a list the last element. */
  seen: Int32Array;
  /** Versions that nobody wrote, and that are no anomaly all the same. `all`: none of them is one. */
  excused: ReadonlySet<number> | 'all';
}>;

/**
 * Reads that no order of commits can explain, whatever the level (Møldrup & Pavlogiannis, PLDI 2025, section 2, "read
 * consistency"): of an aborted transaction (`G1a`), of what its writer overwrote itself (`G1b`), of what nobody wrote
 * (`garbage-read`), of what the same transaction writes only later (`future-read`), or of something else than what the
 * same transaction wrote last (`internal`). That a transaction reads a key twice and sees two values is not among them: read
 * committed allows it. Linear.
 *
 * @returns of each micro-operation that reads from elsewhere, the micro-operation that wrote what it saw; `none` for the
 * initial state, for what has no writer or several, and for all others
 */
export function findReadAnomalies(
  table: TransactionTable,
  { seen, excused }: SeenVersions,
  findings: Findings,
): Int32Array {
  const { kind, key, keys, version, versions, transaction, writer, failedWriter } = table;
  const writerOf = new Int32Array(kind.length).fill(none);
  const lastWrite = lastWrites(table);
  const ownWrite = new Int32Array(keys.length).fill(none); // the last one so far of the present transaction, by key
  for (let place = 0; place < kind.length; place++) {
    const k = key[place] ?? 0;
    if (kind[place] === microOperationKinds.write) ownWrite[k] = place;
    if (kind[place] !== microOperationKinds.read) continue;
    const t = transaction[place] ?? 0;
    const saw = seen[place] ?? none;
    const show = (): Readonly<{ op: unknown; mop: unknown }> => ({
      op: shownTransaction(table, t),
      mop: microOperationAt(table, place),
    });
    const own = ownWrite[k] ?? none;
    if (own !== none && transaction[own] === t) {
      if (version[own] !== saw)
        findings.add('internal', () => ({ ...show(), expected: versions.valueOf(version[own] ?? none) }));
      continue;
    }
    if (saw === initialOf(table, k)) continue;
    const by = writer[saw] ?? none;
    if (by === several) continue; // nobody knows from whom
    if (by === none) {
      const aborted = failedWriter[saw] ?? none;
      if (aborted === none) {
        if (excused !== 'all' && !excused.has(saw)) findings.add('garbage-read', show);
      } else findings.add('G1a', () => ({ ...show(), writer: shownTransaction(table, transaction[aborted] ?? 0) }));
      continue;
    }
    if (transaction[by] === t) {
      findings.add('future-read', show);
      continue;
    }
    if (lastWrite[by] !== by)
      findings.add('G1b', () => ({ ...show(), writer: shownTransaction(table, transaction[by] ?? 0) }));
    writerOf[place] = by;
  }
  return writerOf;
}

/** Of each write, the last write of the same transaction to the same key. */
function lastWrites({ kind, key, keys, transaction }: TransactionTable): Int32Array {
  const last = new Int32Array(kind.length).fill(none);
  const later = new Int32Array(keys.length).fill(none);
  for (let place = kind.length - 1; place >= 0; place--) {
    if (kind[place] !== microOperationKinds.write) continue;
    const k = key[place] ?? 0;
    const known = later[k] ?? none;
    last[place] = known !== none && transaction[known] === transaction[place] ? known : place;
    later[k] = last[place] ?? none;
  }
  return last;
}
