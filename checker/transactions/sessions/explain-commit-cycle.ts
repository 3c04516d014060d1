import { type AnomalyCase, shownTransaction } from '../findings.ts';
import { microOperationAt } from '../transaction-table.ts';
import type { CommitStep } from './commit-order.ts';
import { initialState, type SessionHistory } from './session-history.ts';

/** A cycle of commits as a case: its transactions, why each must commit before the next, and the same in sentences. */
export function explainCommitCycle(history: SessionHistory, level: string, cycle: readonly CommitStep[]): AnomalyCase {
  const { table } = history;
  const names = new Map<number, string>([[initialState(table), 'the initial state']]);
  const introduced: string[] = [];
  const name = (t: number): string => {
    const known = names.get(t);
    if (known !== undefined) return known;
    const given = `T${introduced.length + 1}`;
    names.set(t, given);
    const { row, process, value } = shownTransaction(table, t);
    introduced.push(`Let ${given} = operation ${row} of process ${process}: ${JSON.stringify(value)}.`);
    return given;
  };
  for (const { from } of cycle) name(from);
  const reasons = cycle.map((step, place) => {
    const isLast = place === cycle.length - 1;
    const end = isLast ? ': a contradiction.' : '.';
    return `${isLast ? 'However, ' : ''}${name(step.from)} committed before ${name(step.to)}, because ${reason(history, step, name)}${end}`;
  });
  const shown = cycle.map(({ from }) =>
    from === initialState(table) ? 'initial state' : shownTransaction(table, from),
  );
  const steps = cycle.map(({ reason: type, read }) => ({
    type,
    ...(type === 'inferred' && {
      reader: shownTransaction(table, readerOf(history, read)),
      mop: readOf(history, read),
    }),
  }));
  return { level, cycle: [...shown, shown[0]], steps, explanation: [...introduced, ...reasons] };
}

function reason(
  history: SessionHistory,
  { from, to, reason: kind, read }: CommitStep,
  name: (t: number) => string,
): string {
  const { table } = history;
  switch (kind) {
    case 'session':
      return `process ${table.operations.process[to]} ran the one before the other`;
    case 'initial':
      return 'nothing comes before that';
    case 'read':
      return `${name(to)} read what ${name(from)} wrote: ${JSON.stringify(readFrom(history, from, to))}`;
    case 'inferred': {
      const reader = readerOf(history, read);
      const mop = readOf(history, read);
      return `${name(reader)} knew of ${name(from)}, which wrote ${JSON.stringify(mop[1])} too, and read ${JSON.stringify(mop)} from ${name(to)}`;
    }
  }
}

function readerOf({ table, readPlace }: SessionHistory, read: number): number {
  return table.transaction[readPlace[read] ?? 0] ?? 0;
}

function readOf({ table, readPlace }: SessionHistory, read: number): ReturnType<typeof microOperationAt> {
  return microOperationAt(table, readPlace[read] ?? 0);
}

/** A micro-operation by which `reader` read from `writer`. */
function readFrom(history: SessionHistory, writer: number, reader: number): unknown {
  const { readStart, readWriter } = history;
  for (let read = readStart[reader] ?? 0; read < (readStart[reader + 1] ?? 0); read++) {
    if (readWriter[read] === writer) return readOf(history, read);
  }
  return null;
}
