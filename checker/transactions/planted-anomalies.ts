import { invariant } from '#foundation';
import type { MicroOperation, TransactionWorkload } from './transaction-table.ts';

/** One transaction of a planted anomaly. */
export type PlantedTransaction = Readonly<{
  id: number;
  /** Counted from 0 for each planted anomaly. */
  process: number;
  type: 'ok' | 'fail' | 'info';
  value: readonly MicroOperation[];
}>;

/** It begins or it ends. */
export type PlantedEvent = Readonly<{ script: PlantedTransaction; isEnd: boolean }>;

/**
 * A transaction as text: what it does, in words like `a+1` (appends or writes 1), `a=1.2` (reads the list [1, 2]; a register
 * shows 2) and `a=` (reads the initial state). `from` and `to`: when it begins and ends, 0 to 9 when left out, so that
 * all of them overlap.
 */
type Line = Readonly<{ does: string; from?: number; to?: number; process?: number; type?: 'fail' }>;

type Scripts = Readonly<Record<string, readonly Line[]>>;

const lines = (...does: readonly string[]): readonly Line[] => does.map((each) => ({ does: each }));

/** What is planted in histories of both workloads. */
const shared: Scripts = {
  G1a: [{ does: 'a+1', type: 'fail' }, { does: 'a=1' }],
  G1b: lines('a+1 a+2', 'a=1'),
  G1c: lines('a+1 b=1', 'b+1 a=1'),
  'G-single-item': lines('a+1 b+1', 'a=1 b='),
  'G-nonadjacent-item': lines('a= c=1', 'a+1', 'a=1 b=', 'b+1 c+1'),
  'G2-item': lines('a+1 b=', 'b+1 a='),
  'G1c-realtime': [
    { does: 'a=1', from: 0, to: 1 },
    { does: 'a+1', from: 2, to: 3 },
  ],
  'G-single-item-realtime': [
    { does: 'a+1', from: 0, to: 1 },
    { does: 'a=', from: 2, to: 3 },
  ],
  'G-nonadjacent-item-realtime': [
    { does: 'a= c=1' },
    { does: 'a+1', from: 1, to: 2 },
    { does: 'b=', from: 3, to: 4 },
    { does: 'b+1 c+1' },
  ],
  'G2-item-realtime': [{ does: 'b+1', from: 0, to: 1 }, { does: 'a+1 b=' }, { does: 'a=', from: 2, to: 3 }],
  'G1c-process': [
    { does: 'a=1', from: 0, to: 1, process: 0 },
    { does: 'a+1', from: 2, to: 3, process: 0 },
  ],
  'G-single-item-process': [
    { does: 'a+1', from: 0, to: 1, process: 0 },
    { does: 'a=', from: 2, to: 3, process: 0 },
  ],
  'G-nonadjacent-item-process': [
    { does: 'a= c=1' },
    { does: 'a+1', from: 1, to: 2, process: 1 },
    { does: 'b=', from: 3, to: 4, process: 1 },
    { does: 'b+1 c+1' },
  ],
  'G2-item-process': [
    { does: 'b+1', from: 0, to: 1, process: 0 },
    { does: 'a+1 b=' },
    { does: 'a=', from: 2, to: 3, process: 0 },
  ],
  internal: lines('a+1 a='),
  'lost-update': lines('a= a+1', 'a= a+2'),
  'garbage-read': lines('a=', 'a=9'),
};

const ofLists: Scripts = {
  G0: lines('a+1 b+1', 'a+2 b+2', 'a=1.2 b=2.1'),
  'G0-realtime': [
    { does: 'a+1', from: 0, to: 1 },
    { does: 'a+2', from: 2, to: 3 },
    { does: 'a=2.1', from: 4, to: 5 },
  ],
  'G0-process': [
    { does: 'a+1', from: 0, to: 1, process: 0 },
    { does: 'a+2', from: 2, to: 3, process: 0 },
    { does: 'a=2.1', from: 4, to: 5, process: 1 },
  ],
  'dirty-update': [{ does: 'a+1', type: 'fail' }, { does: 'a+2' }, { does: 'a=1.2' }],
  'duplicate-elements': lines('a+1', 'a=1.1'),
  'incompatible-order': lines('a+1', 'a+2', 'a=1.2', 'a=2.1'),
  'future-read': lines('a=1 a+1'),
};

/** These need assumptions to be found: G0 that keys are linearizable, cyclic versions that writes follow reads. */
const ofRegisters: Scripts = {
  G0: [
    { does: 'a+1 b+2', from: 0, to: 9 },
    { does: 'a+2 b+1', from: 0, to: 9 },
    { does: 'a=1 b=1', from: 0, to: 2 },
    { does: 'a=2 b=2', from: 3, to: 9 },
  ],
  'cyclic-versions': lines('a=1 a+2', 'a=2 a+1'),
};

/**
 * The anomalies that can be planted in histories of a workload.
 *
 * ```ts
 * import { plantableAnomalies } from 'ballotproof/checker';
 *
 * console.log(plantableAnomalies('rw-register').includes('lost-update')); // true
 * ```
 */
export function plantableAnomalies(workload: TransactionWorkload): readonly string[] {
  return Object.keys(scriptsOf(workload));
}

/** The events of one planted anomaly, in order; its keys are called after `place`, and are used by nobody else. */
export function plantedScripts(workload: TransactionWorkload, anomaly: string, place: string): readonly PlantedEvent[] {
  const script = scriptsOf(workload)[anomaly];
  invariant(script !== undefined, 'only what can be planted is', { anomaly, workload });
  const events = script.flatMap((line, id) => {
    const value = line.does.split(' ').map((word) => parseWord(workload, word, place));
    const { from = 0, to = 9, process = script.length + id, type = 'ok' } = line;
    const transaction: PlantedTransaction = { id, process, type, value };
    return [
      { at: from, script: transaction, isEnd: false },
      { at: to, script: transaction, isEnd: true },
    ];
  });
  return events.sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd));
}

function scriptsOf(workload: TransactionWorkload): Scripts {
  return { ...shared, ...(workload === 'list-append' ? ofLists : ofRegisters) };
}

function parseWord(workload: TransactionWorkload, word: string, place: string): MicroOperation {
  const isLists = workload === 'list-append';
  const key = `${place} ${word[0]}`;
  const numbers = word
    .slice(2)
    .split('.')
    .filter((text) => text !== '')
    .map(Number);
  if (word[1] === '+') return [isLists ? 'append' : 'w', key, numbers[0] ?? null];
  if (numbers.length === 0) return ['r', key, null];
  return ['r', key, isLists ? numbers : (numbers.at(-1) ?? null)];
}
