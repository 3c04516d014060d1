import { type AnomalyCase, shownTransaction } from '../findings.ts';
import { microOperationAt, none } from '../transaction-table.ts';
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
    ...(read !== none && {
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
    case 'overwritten': {
      const mop = readOf(history, read);
      const seen = name(history.readWriter[read] ?? 0);
      return `${name(from)} saw ${seen} in ${JSON.stringify(mop)}, and ${name(to)} wrote ${JSON.stringify(mop[1])} after that`;
    }
    case 'inferred': {
      const reader = readerOf(history, read);
      const mop = readOf(history, read);
      const known = `${acquaintance(history, from, reader, name)} ${name(from)}, which wrote ${JSON.stringify(mop[1])} too`;
      return `${name(reader)} ${known}, and saw ${name(to)} in ${JSON.stringify(mop)}`;
    }
  }
}

/** How `reader` comes to know of `writer`, as words between the two. */
function acquaintance(history: SessionHistory, writer: number, reader: number, name: (t: number) => string): string {
  const { table, session } = history;
  if (writer === initialState(table)) return 'began from';
  if (session[writer] === session[reader]) return 'came later in the session than';
  const direct = readFrom(history, writer, reader);
  if (direct !== null) return `read ${JSON.stringify(direct)} from`;
  const between = wayBetween(history, writer, reader);
  return between.length === 0 ? 'comes after' : `comes, by way of ${between.map(name).join(', ')}, after`;
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

/** The transactions on a shortest way by sessions and reads from `first` to `last`, these left out; breadth first. */
function wayBetween(
  { before, readStart, readWriter, table }: SessionHistory,
  first: number,
  last: number,
): readonly number[] {
  const next = new Map<number, number>([[last, last]]); // towards `last`
  for (const t of next.keys()) {
    if (t === first) break;
    const earlier = [before[t] ?? none, ...readWriter.subarray(readStart[t], readStart[t + 1])];
    for (const one of earlier) if (one !== none && one !== initialState(table) && !next.has(one)) next.set(one, t);
  }
  const way: number[] = [];
  for (let t = next.get(first) ?? last; t !== last; t = next.get(t) ?? last) way.push(t);
  return way;
}
