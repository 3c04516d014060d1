import type { Op } from '../history/op.ts';
import { type AppendedList, isBefore, type ListRead, listsOf, withReads } from './lists.ts';
import type { Planting } from './plant-violation.ts';
import { type Choice, shuffled } from './shuffled.ts';

/**
 * A copy of a history of transactions over lists in which one read lacks its last element, though the append of that was
 * acknowledged before the read began. It is not strict-serializable; a checker that does not convict it is broken.
 *
 * ```ts
 * import { checkTransactions, opsOfTable, plantStaleListRead, tableOfOps, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['append', 'x', 2]] },
 *   { process: 2, type: 'ok', value: [['r', 'x', [1, 2]]] },
 * ]);
 * const planting = plantStaleListRead([...opsOfTable(table)], () => 0);
 * if (planting.kind === 'planted') {
 *   console.log(checkTransactions(tableOfOps(planting.ops), { workload: 'list-append' }).kind); // → invalid
 * }
 * ```
 */
export function plantStaleListRead(ops: readonly Op[], choose: Choice): Planting {
  for (const { read, list } of shuffled(readsAlone(ops), choose)) {
    const last = read.list.at(-1);
    const append = list.appends.find(({ element }) => element === last);
    if (append === undefined || !isBefore(append, read)) continue;
    const sentence = `${told(list, read)} lacks ${JSON.stringify(last)}, whose append was acknowledged at ${append.transaction.completeIndex}.`;
    return planted(ops, list, { reads: [read], change: (elements) => elements.slice(0, -1), sentence });
  }
  return { kind: 'no-place', reason: 'no read began after the append of its last element was acknowledged' };
}

/**
 * A copy of a history of transactions over lists in which an acknowledged append has no effect: no read shows it, not
 * even a longest one that began after the acknowledgement. It is not strict-serializable.
 *
 * ```ts
 * import { checkTransactions, opsOfTable, plantLostAppend, tableOfOps, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['append', 'x', 2]] },
 *   { process: 2, type: 'ok', value: [['r', 'x', [1, 2]]] },
 * ]);
 * const planting = plantLostAppend([...opsOfTable(table)], () => 0);
 * if (planting.kind === 'planted') {
 *   console.log(checkTransactions(tableOfOps(planting.ops), { workload: 'list-append' }).kind); // → invalid
 * }
 * ```
 */
export function plantLostAppend(ops: readonly Op[], choose: Choice): Planting {
  const appends = listsOf(ops).flatMap((list) => list.appends.map((append) => ({ append, list })));
  for (const { append, list } of shuffled(appends, choose)) {
    const { element, transaction, isAlone } = append;
    const longest = Math.max(0, ...list.reads.map((read) => read.list.length));
    const witness = list.reads.find((read) => read.list.length === longest && isBefore(append, read));
    const showing = list.reads.filter((read) => read.list.includes(element));
    if (!isAlone || witness === undefined || !showing.includes(witness)) continue;
    const sentence =
      `Key ${JSON.stringify(list.key)}: the append of ${JSON.stringify(element)}, acknowledged at ${transaction.completeIndex}, is lost:` +
      ` the read at ${witness.transaction.completeIndex} does not show it.`;
    const change = (elements: readonly unknown[]): readonly unknown[] => elements.filter((each) => each !== element);
    return planted(ops, list, { reads: showing, change, sentence });
  }
  return { kind: 'no-place', reason: 'no longest read of a list began after an append that it shows was acknowledged' };
}

/**
 * A copy of a history of transactions over lists in which one read shows its last two elements in the other order, while
 * another read shows them in theirs. No order of the transactions explains both.
 *
 * ```ts
 * import { checkTransactions, opsOfTable, plantSwappedAppends, tableOfOps, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['append', 'x', 2]] },
 *   { process: 2, type: 'ok', value: [['r', 'x', [1, 2]]] },
 *   { process: 2, type: 'ok', value: [['r', 'x', [1, 2]]] },
 * ]);
 * const planting = plantSwappedAppends([...opsOfTable(table)], () => 0);
 * if (planting.kind === 'planted') {
 *   console.log(checkTransactions(tableOfOps(planting.ops), { workload: 'list-append' }).kind); // → invalid
 * }
 * ```
 */
export function plantSwappedAppends(ops: readonly Op[], choose: Choice): Planting {
  for (const { read, list } of shuffled(readsAlone(ops), choose)) {
    const [last, before] = read.list.toReversed();
    const other = list.reads.find((each) => each !== read && each.list.length >= read.list.length);
    if (read.list.length < 2 || other === undefined) continue;
    const sentence = `${told(list, read)} shows ${JSON.stringify(last)} before ${JSON.stringify(before)}, and the read at ${other.transaction.completeIndex} the other way round.`;
    const change = (elements: readonly unknown[]): readonly unknown[] => [...elements.slice(0, -2), last, before];
    return planted(ops, list, { reads: [read], change, sentence });
  }
  return { kind: 'no-place', reason: 'no two reads show the same two elements' };
}

function readsAlone(ops: readonly Op[]): readonly Readonly<{ read: ListRead; list: AppendedList }>[] {
  return listsOf(ops).flatMap((list) => list.reads.filter(({ isAlone }) => isAlone).map((read) => ({ read, list })));
}

function told({ key }: AppendedList, { transaction }: ListRead): string {
  return `Key ${JSON.stringify(key)}: the read at ${transaction.completeIndex}`;
}

type Change = Readonly<{
  reads: readonly ListRead[];
  change: (list: readonly unknown[]) => readonly unknown[];
  sentence: string;
}>;

function planted(ops: readonly Op[], { key }: AppendedList, { reads, change, sentence }: Change): Planting {
  const changed = new Set(reads.flatMap(({ transaction }) => transaction.completeIndex ?? []));
  return {
    kind: 'planted',
    ops: ops.map((op) => (changed.has(op.index) ? { ...op, value: withReads(op.value, key, change) } : op)),
    sentence,
    key,
    changedIndices: [...changed],
  };
}
