import type { TransactionWorkload } from '#checker';

/** One history that the checker is timed on: it is generated from a seed, or was recorded and lies in a file. */
export type CheckerCell = RegisterCell | TransactionCell | RecordedCell;

/** A history of registers. */
export type RegisterCell = Readonly<{
  kind: 'registers';
  keys: number;
  values: 'unique' | number;
  clients: number;
  operations: number;
  crashPercent: number;
  hasStaleRead: boolean;
}>;

/** A history of transactions: 20 processes, 1 to 4 micro-operations, 10 live keys, 250 writes a key. */
export type TransactionCell = Readonly<{
  kind: 'transactions';
  workload: TransactionWorkload;
  operations: number;
  /** Whether every anomaly that can be planted is there once. */
  isPlanted: boolean;
  /** The model that it is held to. */
  consistency: string;
}>;

/** A history in a file, which is there if its collection is. */
export type RecordedCell = Readonly<{
  kind: 'recorded';
  /** In the folder of the collections. */
  file: string;
  model: string;
}>;

/** A line's name for a cell. Of registers: keys, values, clients, operations, percent crashed, stale read or none. */
export function cellName(cell: CheckerCell): string {
  switch (cell.kind) {
    case 'registers': {
      const { keys, values, clients, operations, crashPercent, hasStaleRead } = cell;
      const words = [
        `${keys} ${keys === 1 ? 'key' : 'keys'}`,
        values === 'unique' ? 'unique' : `${values} values`,
        `C=${clients}`,
        thousands(operations),
        `${crashPercent}%`,
      ];
      return words.concat(hasStaleRead ? ['stale'] : []).join(' ');
    }
    case 'transactions': {
      const { workload, operations, isPlanted, consistency } = cell;
      const isDefault = consistency === 'strict-serializable';
      const words = [
        workload,
        thousands(operations),
        ...(isPlanted ? ['planted'] : []),
        ...(isDefault ? [] : [consistency]),
      ];
      return words.join(' ');
    }
    case 'recorded':
      return cell.file.split('/').slice(-2).join('/');
  }
}

function thousands(operations: number): string {
  return operations < 1_000_000 ? `${operations / 1_000}k` : `${operations / 1_000_000}M`;
}
