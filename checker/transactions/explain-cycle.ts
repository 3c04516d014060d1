import { invariant } from '#foundation';
import type { Cycle } from './cycle.ts';
import { type CycleStep, type DataStep, type Dependencies, isDataKind } from './dependency.ts';
import { type AnomalyCase, shownTransaction } from './findings.ts';
import type { TransactionTable } from './transaction-table.ts';

/**
 * A cycle as a case: its transactions, the first once more at the end; what proves each step; and the same in sentences.
 */
export function explainCycle(
  table: TransactionTable,
  { evidence }: Dependencies,
  type: string,
  cycle: Cycle,
): AnomalyCase {
  const { transactions, kinds } = cycle;
  const steps = transactions.map((from, place): CycleStep => {
    const to = transactions[(place + 1) % transactions.length] ?? from;
    const kind = kinds[place] ?? 'realtime';
    if (kind === 'process') return { type: kind, process: table.operations.process[to] ?? 0 };
    if (!isDataKind(kind)) {
      return { type: kind, returned: table.operations.ret[from] ?? 0, invoked: table.operations.call[to] ?? 0 };
    }
    const step = evidence(kind, from, to);
    invariant(step !== undefined, 'each edge has its evidence', { kind, from, to });
    return step;
  });
  const shown = transactions.map((t) => shownTransaction(table, t));
  return { type, cycle: [...shown, shown[0]], steps, explanation: sentences(table, transactions, steps) };
}

function sentences(
  table: TransactionTable,
  transactions: readonly number[],
  steps: readonly CycleStep[],
): readonly string[] {
  const name = (place: number): string => `T${(place % transactions.length) + 1}`;
  const introduced = transactions.map((t, place) => {
    const { row, process, value } = shownTransaction(table, t);
    return `Let ${name(place)} = operation ${row} of process ${process}: ${JSON.stringify(value)}.`;
  });
  const reasons = steps.map((step, place) => {
    const [a, b] = [name(place), name(place + 1)];
    const isLast = place === steps.length - 1;
    return `${isLast ? 'However, ' : ''}${a} < ${b}, because ${reason(step, table.workload, a, b)}${isLast ? ': a contradiction.' : '.'}`;
  });
  return [...introduced, ...reasons];
}

function reason(step: CycleStep, workload: TransactionTable['workload'], a: string, b: string): string {
  switch (step.type) {
    case 'process':
      return `process ${step.process} executed ${a} before ${b}`;
    case 'realtime':
      return `${a} had completed (position ${step.returned} of the history) before ${b} was invoked (position ${step.invoked})`;
    case 'ww':
    case 'wr':
    case 'rw':
      return workload === 'list-append' ? listReason(step, a, b) : registerReason(step, a, b);
  }
}

function listReason({ type, key, value, nextValue }: DataStep, a: string, b: string): string {
  const list = JSON.stringify(key);
  if (type === 'wr') return `${b} observed ${a}'s append of ${JSON.stringify(value)} to ${list}`;
  if (type === 'ww') {
    return `${b} appended ${JSON.stringify(nextValue)} to ${list} after ${a} had appended ${JSON.stringify(value)}`;
  }
  return value === 'init'
    ? `${a} observed the initial, empty state of ${list}, to which ${b} appended ${JSON.stringify(nextValue)}`
    : `${a} did not observe ${b}'s append of ${JSON.stringify(nextValue)} to ${list}, which follows ${JSON.stringify(value)}`;
}

function registerReason({ type, key, value, nextValue }: DataStep, a: string, b: string): string {
  const register = JSON.stringify(key);
  if (type === 'wr') return `${a} wrote ${register} = ${JSON.stringify(value)}, which ${b} read`;
  const later = `${b} set it to ${JSON.stringify(nextValue)}, which came later in the order of versions`;
  return type === 'ww'
    ? `${a} set ${register} to ${JSON.stringify(value)}, and ${later}`
    : `${a} read ${register} = ${JSON.stringify(value)}, and ${later}`;
}
