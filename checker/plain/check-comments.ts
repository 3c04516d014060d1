import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { elementsOf, endOf, nameOf, operationsOf, type PlainResult } from './plain-result.ts';

/** A read that shows a write, but not all that was over before that write began. */
export type CommentsError = Readonly<{ read: Operation; missing: readonly unknown[]; expectedCount: number }>;

/** What reads of all comments show. */
export type CommentsResult = PlainResult<{ readCount: number; errors: readonly CommentsError[] }>;

/**
 * Operations `write` of a value of its own each, in separate transactions, and `read` of all of them: a read that shows a write
 * shows every write that was ok before that one began (after the comments workload of Jepsen's test of CockroachDB: T1 < T2,
 * and T2 is seen without T1). The writes that were over are a beginning of one list, so that of what a read shows the one
 * with the longest will do: linear, but for sorting, in what was written and read.
 *
 * ```ts
 * import { checkComments, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'write', value: 1 });
 * builder.complete({ process: 1, type: 'ok', value: 1 });
 * builder.invoke({ process: 1, f: 'write', value: 2 });
 * builder.complete({ process: 1, type: 'ok', value: 2 });
 * builder.invoke({ process: 2, f: 'read', value: null });
 * builder.complete({ process: 2, type: 'ok', value: [2] });
 * console.log(checkComments(builder.build()).errors[0]?.missing); // → [ 1 ]
 * ```
 */
export function checkComments(table: OperationTable): CommentsResult {
  const operations = operationsOf(table);
  const writes = operations.filter(({ f }) => f === 'write');
  const over = writes.filter(({ type }) => type === 'ok').sort((a, b) => endOf(a) - endOf(b));
  const overBefore = new Map<string, number>(); // how many writes were over when one began
  let count = 0;
  for (const { input, invokeIndex } of writes.toSorted((a, b) => a.invokeIndex - b.invokeIndex)) {
    for (let next = over[count]; next && endOf(next) < invokeIndex; next = over[++count]);
    overBefore.set(nameOf(input), count);
  }
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok');
  const errors = reads.flatMap((read): readonly CommentsError[] => {
    const seen = new Set(elementsOf(read.output).map(nameOf));
    let expectedCount = 0;
    for (const name of seen) expectedCount = Math.max(expectedCount, overBefore.get(name) ?? 0);
    const missing = over.slice(0, expectedCount).filter(({ input }) => !seen.has(nameOf(input)));
    return missing.length === 0 ? [] : [{ read, missing: missing.map(({ input }) => input), expectedCount }];
  });
  const kind = errors.length > 0 ? 'invalid' : reads.length === 0 ? 'unknown' : 'valid';
  return { kind, readCount: reads.length, errors };
}
