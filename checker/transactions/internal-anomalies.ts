import { type Findings, shownTransaction } from './findings.ts';
import { isBeginning } from './list-orders.ts';
import { type MicroOperation, microOperationsOf, ok, type TransactionTable } from './transaction-table.ts';
import { isSameValue } from './versions.ts';

/** Stands for elements of a list that the transaction knows nothing of. */
const unknownBeginning = '...';

/** What a transaction knows of a key by what it did itself; `before`: the list up to there, null if unknown. */
type Known = { before: readonly unknown[] | null; appended: unknown[]; reads: MicroOperation[] };

/**
 * Transactions over lists that contradict themselves: a read that does not show what the same transaction read or appended
 * before (`internal`; Cerone et al. 2015, axiom INT), or shows what it only appends later (`future-read`). The first
 * of each in a transaction; only keys it touches more than once can tell.
 */
export function findInternalListAnomalies(table: TransactionTable, findings: Findings): void {
  forEachWithRepeatedKey(table, (t) => {
    const known = new Map<string | number, Known>();
    let isInternalTold = false;
    let isFutureTold = false;
    for (const mop of microOperationsOf(table, t)) {
      const [f, key, value] = mop;
      const here = known.get(key) ?? { before: null, appended: [], reads: [] };
      known.set(key, here);
      if (f === 'append') {
        const early = here.reads.find(([, , list]) => asList(list).some((element) => isSameValue(element, value)));
        if (early && !isFutureTold) {
          isFutureTold = true;
          findings.add('future-read', () => ({ op: shownTransaction(table, t), mop: early, element: value }));
        }
        here.appended.push(value);
        continue;
      }
      const list = asList(value);
      if (!isInternalTold && !continues(list, here)) {
        isInternalTold = true;
        const expected = [...(here.before ?? [unknownBeginning]), ...here.appended];
        findings.add('internal', () => ({ op: shownTransaction(table, t), mop, expected }));
      }
      known.set(key, { before: list, appended: [], reads: [...here.reads, mop] });
    }
  });
}

/**
 * Transactions over registers that contradict themselves: a read that does not show what the same transaction read or wrote last
 * (`internal`), or shows what it writes only later (`future-read`). The first of each in a transaction.
 */
export function findInternalRegisterAnomalies(table: TransactionTable, findings: Findings): void {
  forEachWithRepeatedKey(table, (t) => {
    const known = new Map<string | number, unknown>();
    const written = new Set<string | number>(); // keys: what is read of them later is internal, or nothing new
    const early: MicroOperation[] = []; // reads of what came from elsewhere
    let isInternalTold = false;
    let isFutureTold = false;
    for (const mop of microOperationsOf(table, t)) {
      const [f, key, given] = mop;
      const value = given ?? null;
      const expected = known.get(key);
      if (f !== 'r') {
        const future = early.find(([, of, seen]) => of === key && isSameValue(seen, value));
        if (future && !isFutureTold) {
          isFutureTold = true;
          findings.add('future-read', () => ({ op: shownTransaction(table, t), mop: future, element: value }));
        }
        written.add(key);
      } else {
        if (expected !== undefined && !isSameValue(expected, value) && !isInternalTold) {
          isInternalTold = true;
          findings.add('internal', () => ({ op: shownTransaction(table, t), mop, expected }));
        }
        if (!written.has(key)) early.push(mop);
      }
      known.set(key, value);
    }
  });
}

/** Whether the list is what was known of it with what was appended since. */
function continues(list: readonly unknown[], { before, appended }: Known): boolean {
  const beginning = list.length - appended.length;
  if (before === null ? beginning < 0 : beginning !== before.length || !isBeginning(before, list)) return false;
  return appended.every((element, place) => isSameValue(element, list[beginning + place]));
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Most transactions touch each key once, so they are passed over without looking at values. */
function forEachWithRepeatedKey(table: TransactionTable, look: (t: number) => void): void {
  const { size, start, key, keys, operations } = table;
  const touchedBy = new Int32Array(keys.length).fill(-1);
  for (let t = 0; t < size; t++) {
    if (operations.type[t] !== ok) continue;
    let isRepeated = false;
    for (let place = start[t] ?? 0; place < (start[t + 1] ?? 0); place++) {
      const k = key[place] ?? 0;
      if (touchedBy[k] === t) isRepeated = true;
      touchedBy[k] = t;
    }
    if (isRepeated) look(t);
  }
}
