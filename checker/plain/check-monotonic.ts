import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { endOf, operationsOf, type PlainResult } from './plain-result.ts';

/** A read that saw less than one that was over before it began. */
export type Regression = Readonly<{ key: string; earlier: Operation; later: Operation; from: number; to: number }>;

/** What reads of growing numbers show. */
export type MonotonicResult = PlainResult<{
  readCount: number;
  regressionCount: number;
  regressions: readonly Regression[];
}>;

/**
 * Operations `read` that answer a number, or a map from keys to numbers, of registers that only ever grow: no read shows
 * less of a key than one that was over before it began. n log n in the numbers read.
 *
 * ```ts
 * import { checkMonotonic, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: 5 });
 * builder.invoke({ process: 2, f: 'read', value: null });
 * builder.complete({ process: 2, type: 'ok', value: 4 });
 * const [first] = checkMonotonic(builder.build()).regressions;
 * console.log(first?.from, first?.to); // → 5 4
 * ```
 */
export function checkMonotonic(table: OperationTable): MonotonicResult {
  const reads = operationsOf(table).filter(({ f, type }) => f === 'read' && type === 'ok');
  const byCall = reads.toSorted((a, b) => a.invokeIndex - b.invokeIndex);
  const byEnd = reads.toSorted((a, b) => endOf(a) - endOf(b));
  const greatest = new Map<string, Readonly<{ read: Operation; value: number }>>(); // among those that are over
  const regressions: Regression[] = [];
  let next = 0;
  for (const later of byCall) {
    for (let over = byEnd[next]; over && endOf(over) < later.invokeIndex; over = byEnd[++next]) {
      for (const [key, value] of numbersOf(over.output)) {
        if (value > (greatest.get(key)?.value ?? Number.NEGATIVE_INFINITY)) greatest.set(key, { read: over, value });
      }
    }
    for (const [key, to] of numbersOf(later.output)) {
      const before = greatest.get(key);
      if (before && to < before.value) regressions.push({ key, earlier: before.read, later, from: before.value, to });
    }
  }
  const kind = regressions.length > 0 ? 'invalid' : reads.length === 0 ? 'unknown' : 'valid';
  return { kind, readCount: reads.length, regressionCount: regressions.length, regressions };
}

function numbersOf(output: unknown): readonly (readonly [key: string, value: number])[] {
  const entries = typeof output === 'object' && output !== null ? Object.entries(output) : [['', output] as const];
  return entries.flatMap(([key, value]) => (typeof value === 'number' ? [[key, value] as const] : []));
}
