import type { Operation } from '../history/operation.ts';

/** A line without what it may lack: the process of an unnamed client, the key, the node, the time. */
type Line = Readonly<Record<string, unknown>>;

/**
 * Operations as a history of their own, in lines that `check` reads: the events in the order that they had. What never
 * returned has no second line.
 *
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { checkLinearizability, explainLinearizability, minimalHistory, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('history.jsonl');
 * const [violation] = checkLinearizability(table, 'register').violations;
 * if (violation) {
 *   const { operations } = explainLinearizability(table, 'register', violation);
 *   writeFileSync('minimal.jsonl', minimalHistory(operations).join(''));
 * }
 * ```
 */
export function minimalHistory(operations: readonly Operation[]): readonly string[] {
  const events = operations.flatMap(linesOf).toSorted((one, other) => one.position - other.position);
  return events.map(({ line }) => `${JSON.stringify(line)}\n`);
}

function linesOf(operation: Operation): readonly Readonly<{ position: number; line: Line }>[] {
  const { process, f, key, input, output, type, invokeIndex, completeIndex, invokeNs, completeNs, node } = operation;
  const hasTimes = invokeNs !== invokeIndex;
  const line = (event: string, value: unknown, timeNs: number | null): Line => ({
    ...(process < 0 ? {} : { process }),
    type: event,
    f,
    ...(key === null ? {} : { key }),
    value: value ?? null,
    ...(hasTimes && timeNs !== null ? { time: timeNs } : {}),
    ...(node === null ? {} : { node }),
  });
  const invocation = { position: invokeIndex, line: line('invoke', input, invokeNs) };
  if (completeIndex === null) return [invocation];
  const value = type === 'ok' ? output : input;
  return [invocation, { position: completeIndex, line: line(type, value, completeNs) }];
}

/**
 * Transactions on registers as lines of sessions, `w(KEY,VALUE,SESSION,TRANSACTION)`: for histories that tell no real time,
 * so that none is made up. Keys and values are whole numbers there.
 */
export function minimalSessions(transactions: readonly Operation[]): readonly string[] {
  const sorted = transactions.toSorted(
    (one, other) => one.process - other.process || one.invokeIndex - other.invokeIndex,
  );
  return sorted.flatMap(({ process, type, input, output }, number) => {
    const accesses: unknown = type === 'ok' && output !== undefined ? output : input;
    const name = type === 'ok' ? number : -1;
    return (Array.isArray(accesses) ? accesses : []).map((access: unknown) => {
      const [f, key, value]: unknown[] = Array.isArray(access) ? access : [];
      return `${f === 'r' ? 'r' : 'w'}(${Number(key)},${Number(value ?? 0)},${process},${name})\n`;
    });
  });
}
