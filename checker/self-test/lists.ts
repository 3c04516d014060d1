import type { Op } from '../history/op.ts';
import type { Operation } from '../history/operation.ts';
import { pairOps } from '../history/pair-ops.ts';
import { precedes } from './registers.ts';

/** What an answered transaction did with one list. `isAlone`: it did nothing else with this list. */
export type ListRead = Readonly<{ transaction: Operation; list: readonly unknown[]; isAlone: boolean }>;
export type ListAppend = Readonly<{ transaction: Operation; element: unknown; isAlone: boolean }>;

/** One list of a history of transactions, as it was appended to and read; in the order in which transactions began. */
export type AppendedList = Readonly<{
  key: string | number;
  appends: readonly ListAppend[];
  reads: readonly ListRead[];
}>;

/** The lists of a history. @throws HistoryError HISTORY_UNPAIRED */
export function listsOf(ops: readonly Op[]): readonly AppendedList[] {
  const lists = new Map<string | number, { appends: ListAppend[]; reads: ListRead[] }>();
  for (const transaction of pairOps(ops)) {
    if (transaction.type !== 'ok') continue;
    for (const [key, micros] of Map.groupBy(microsOf(transaction.output), ([, name]) => name)) {
      const list = lists.get(key) ?? { appends: [], reads: [] };
      lists.set(key, list);
      const isAlone = micros.length === 1;
      for (const [f, , value] of micros) {
        if (f === 'append') list.appends.push({ transaction, element: value, isAlone });
        else list.reads.push({ transaction, list: Array.isArray(value) ? value : [], isAlone });
      }
    }
  }
  return [...lists].map(([key, list]) => ({ key, ...list }));
}

/** The value of a transaction, with another list wherever it read `key`. */
export function withReads(
  value: unknown,
  key: string | number,
  change: (list: readonly unknown[]) => readonly unknown[],
): unknown {
  return microsOf(value).map((micro) => {
    const [f, name, list] = micro;
    return f === 'r' && name === key && Array.isArray(list) ? [f, name, change(list)] : micro;
  });
}

/** Whether the transaction of `one` was over before that of `other` began. */
export function isBefore(one: ListAppend | ListRead, other: ListAppend | ListRead): boolean {
  return precedes(one.transaction, other.transaction);
}

type Micro = readonly [f: string, key: string | number, value: unknown];

function microsOf(value: unknown): readonly Micro[] {
  return Array.isArray(value) ? value.filter(isMicro) : [];
}

function isMicro(value: unknown): value is Micro {
  return Array.isArray(value) && (typeof value[1] === 'string' || typeof value[1] === 'number');
}
