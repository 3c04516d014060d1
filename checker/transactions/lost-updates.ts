import { type Findings, shownTransaction } from './findings.ts';
import { microOperationAt, microOperationKinds, none, ok, type TransactionTable } from './transaction-table.ts';

/**
 * Committed transactions that read the same version of a key and then wrote it: all but one of the writes are lost (Berenson
 * et al. 1995, P4; Adya's H_lu). `seen` has the version of each read; with keys in the order of their first such version.
 */
export function findLostUpdates(table: TransactionTable, seen: Int32Array, findings: Findings): void {
  const { size, start, kind, key, versions, keys, operations } = table;
  const versionCount = versions.size + keys.length;
  const firstUpdater = new Int32Array(versionCount).fill(none); // the read of the first transaction that updated a version
  const updaters = new Map<number, number[]>();
  const readBy = new Int32Array(keys.length).fill(none); // the first read of a key in the present transaction
  const isWritten = new Int32Array(keys.length).fill(none); // the last transaction that wrote it
  for (let t = 0; t < size; t++) {
    if (operations.type[t] !== ok) continue;
    const first = start[t] ?? 0;
    for (let place = first; place < (start[t + 1] ?? 0); place++) {
      const k = key[place] ?? 0;
      const read = readBy[k] ?? none;
      const isRead = read >= first;
      if (kind[place] === microOperationKinds.read) {
        if (!isRead) readBy[k] = place;
        continue;
      }
      if (!isRead || isWritten[k] === t) continue;
      isWritten[k] = t;
      const version = seen[read] ?? none;
      const other = firstUpdater[version] ?? none;
      if (other === none) firstUpdater[version] = read;
      else {
        const all = updaters.get(version);
        if (all) all.push(read);
        else updaters.set(version, [other, read]);
      }
    }
  }
  for (const reads of updaters.values()) {
    findings.add('lost-update', () => {
      const [, name, value] = microOperationAt(table, reads[0] ?? 0);
      const txns = reads.map((read) => shownTransaction(table, table.transaction[read] ?? 0));
      return { key: name, value, txns };
    });
  }
}
