import type { CheckerCell, RecordedCell, RegisterCell } from './checker-cell.ts';

const unique = { kind: 'registers', keys: 1, values: 'unique', hasStaleRead: false } as const;
const transactions = { kind: 'transactions', isPlanted: false, consistency: 'strict-serializable' } as const;
const fiveValues = { ...unique, values: 5 } as const;

/** The histories of the table, the easy ones of each block first. */
export const checkerCells: readonly CheckerCell[] = [
  ...grid([5, 10, 20, 30, 50], [1_000, 10_000], [0, 1, 5]).map((cell) => ({ ...unique, ...cell })),
  ...grid([5, 50], [100_000, 1_000_000], [0, 5]).map((cell) => ({ ...unique, ...cell })),
  ...grid([5, 10, 20, 50], [1_000, 10_000], [0, 1]).map((cell) => ({ ...unique, ...cell, hasStaleRead: true })),
  ...grid([5, 50], [1_000_000], [0, 1]).map((cell) => ({ ...unique, ...cell, hasStaleRead: true })),
  ...grid([5, 10, 20, 30, 50], [1_000, 10_000], [0, 0.1, 1, 5]).map((cell) => ({ ...fiveValues, ...cell })),
  // Some of these stay legal: that one of five values is stale need not show.
  ...grid([20, 30], [1_000, 10_000], [0, 1]).map((cell) => ({ ...fiveValues, ...cell, hasStaleRead: true })),
  ...grid([10, 50], [1_000_000], [0, 1]).map((cell) => ({ ...unique, ...cell, keys: 100 })),
  ...grid([10], [1_000_000], [0, 1]).map((cell) => ({ ...fiveValues, ...cell, keys: 100 })),
  ...(['list-append', 'rw-register'] as const).flatMap((workload) => [
    ...[1_000, 10_000, 100_000, 1_000_000].map((operations) => ({ ...transactions, workload, operations })),
    { ...transactions, workload, operations: 1_000_000, isPlanted: true },
    { ...transactions, workload, operations: 1_000_000, isPlanted: true, consistency: 'serializable' },
    { ...transactions, workload, operations: 1_000_000, isPlanted: true, consistency: 'strong-session-serializable' },
  ]),
];

/** Logs of Porcupine's collection on which it needs a millisecond or more, as far as they are in the folder. */
export const recordedCells: readonly RecordedCell[] = [
  ...['002', '007', '040', '057', '075', '080', '099'].map((number) => `porcupine/jepsen/etcd_${number}.log`),
  ...['c10-ok', 'c10-bad', 'c50-ok', 'c50-bad'].map((name) => `porcupine/kv/${name}.txt`),
].map((file) => ({ kind: 'recorded', file, model: file.includes('/kv/') ? 'key-value' : 'etcd-cas' }));

/**
 * What Porcupine (1.3.0 with state hashing, Go 1.19, GOMAXPROCS=1) needed for histories of the same kind, measured
 * elsewhere: on a machine with two cores, check time only, limits 60 s and 8 GB; single measurements may be off by a
 * third. Null: it was not tried, as shorter ones had failed. Over 100 keys only the range over all is known.
 */
export function porcupineElsewhere(cell: CheckerCell): string | null {
  if (cell.kind === 'recorded') return recorded[cell.file.split('/').at(-1) ?? ''] ?? null;
  if (cell.kind === 'transactions') return null;
  if (cell.keys === 100) return cell.values === 'unique' ? '3.9-8.9 s' : '3.1-3.4 s';
  if (cell.hasStaleRead && cell.values !== 'unique') return null;
  const block = cell.hasStaleRead ? stale : cell.values === 'unique' ? uniqueValues : small;
  const line = block[`${cell.crashPercent}% ${cell.operations}`];
  return line?.[clientColumns.indexOf(cell.clients)] ?? null;
}

/** Check time of single logs, from the quickest to the slowest of its runs. */
const recorded: Readonly<Record<string, string>> = {
  'etcd_002.log': '240-291 ms',
  'etcd_007.log': '160-312 ms',
  'etcd_040.log': '12-17 ms',
  'etcd_057.log': '73-110 ms',
  'etcd_075.log': '28-45 ms',
  'etcd_080.log': '13-16 ms',
  'etcd_099.log': '95-125 ms',
  'c10-ok.txt': '0.6-1.1 ms',
  'c50-ok.txt': '350-480 ms',
  'c50-bad.txt': '12-75 ms',
};

const clientColumns = [5, 10, 20, 30, 50];

type Anchors = Readonly<Record<string, readonly (string | null)[]>>;

const uniqueValues: Anchors = {
  '0% 1000': ['4 ms', '21 ms', '3.9 s', '>60 s', '>60 s'],
  '0% 10000': ['82 ms', '425 ms', '>8 GB', '>60 s', '>8 GB'],
  '0% 100000': ['2.6 s', '>8 GB', '>8 GB', '>8 GB', '>8 GB'],
  '0% 1000000': ['>8 GB', null, null, null, null],
  '1% 1000': ['3 ms', '9 ms', '1.4 s', '>60 s', '>60 s'],
  '1% 10000': ['139 ms', '992 ms', '>8 GB', null, null],
  '5% 1000': ['3 ms', '834 ms', '>60 s', '>60 s', '>60 s'],
  '5% 10000': ['19.6 s', '>60 s', null, null, null],
  '5% 100000': ['>8 GB', null, null, null, null],
};

const small: Anchors = {
  '0% 1000': ['2 ms', '9 ms', '927 ms', '>60 s', '>60 s'],
  '0% 10000': ['62 ms', '698 ms', '>8 GB', null, null],
  '0.1% 1000': ['2 ms', '17 ms', '11.9 s', '>60 s', '>60 s'],
  '0.1% 10000': ['59 ms', '482 ms', '>8 GB', null, null],
  '1% 1000': ['6 ms', '26 ms', '6.6 s', '>60 s', '>60 s'],
  '1% 10000': ['93 ms', '632 ms', '>8 GB', null, null],
  '5% 1000': ['3 ms', '30 ms', '8.5 s', '>60 s', '>60 s'],
  '5% 10000': ['264 ms', '26.8 s', '>8 GB', null, null],
};

const stale: Anchors = {
  '0% 1000': ['4 ms', '83 ms', '23.4 s', null, '>60 s'],
  '0% 10000': ['197 ms', '2.1 s', '>8 GB', null, null],
  '1% 1000': ['99 ms', '25.1 s', '46.8 s', null, '>60 s'],
  '1% 10000': ['>8 GB', '>8 GB', '>8 GB', null, null],
};

function grid(
  clients: readonly number[],
  operations: readonly number[],
  crashPercents: readonly number[],
): readonly Readonly<Pick<RegisterCell, 'clients' | 'operations' | 'crashPercent'>>[] {
  return operations.flatMap((operationCount) =>
    crashPercents.flatMap((crashPercent) =>
      clients.map((clientCount) => ({ clients: clientCount, operations: operationCount, crashPercent })),
    ),
  );
}
