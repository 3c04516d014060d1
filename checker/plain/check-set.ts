import type { OperationTable } from '../history/operation-table.ts';
import { elementsOf, nameOf, operationsOf, type PlainResult } from './plain-result.ts';

/** What became of the elements of a set. */
export type SetResult = PlainResult<{
  attemptCount: number;
  acknowledgedCount: number;
  okCount: number;
  lostCount: number;
  recoveredCount: number;
  unexpectedCount: number;
  ok: readonly unknown[];
  lost: readonly unknown[];
  recovered: readonly unknown[];
  unexpected: readonly unknown[];
}>;

/**
 * Operations `add` and a last `read` of the whole set: every element whose add was ok must be in it (else it is lost), and
 * nothing that nobody tried to add (unexpected). Crashed adds may be there (recovered). Unknown when nothing was read.
 * Linear.
 *
 * ```ts
 * import { checkSet, TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 1, f: 'add', value: 7 });
 * builder.complete({ process: 1, type: 'ok', value: 7 });
 * builder.invoke({ process: 1, f: 'read', value: null });
 * builder.complete({ process: 1, type: 'ok', value: [] });
 * console.log(checkSet(builder.build()).lost); // → [ 7 ]
 * ```
 */
export function checkSet(table: OperationTable): SetResult {
  const operations = operationsOf(table);
  const adds = operations.filter(({ f }) => f === 'add');
  const lastRead = operations.findLast(({ f, type }) => f === 'read' && type === 'ok');
  const attempted = new Map(adds.map(({ input }) => [nameOf(input), input]));
  const acknowledged = new Map(adds.filter(({ type }) => type === 'ok').map(({ input }) => [nameOf(input), input]));
  const read = new Map(elementsOf(lastRead?.output).map((element) => [nameOf(element), element]));

  const ok = [...attempted].filter(([name]) => read.has(name));
  const lost = lastRead ? [...acknowledged].filter(([name]) => !read.has(name)) : [];
  const recovered = ok.filter(([name]) => !acknowledged.has(name));
  const unexpected = [...read].filter(([name]) => !attempted.has(name));
  const valuesOf = (entries: readonly (readonly [string, unknown])[]): readonly unknown[] =>
    entries.map(([, value]) => value);
  return {
    kind: !lastRead ? 'unknown' : lost.length + unexpected.length > 0 ? 'invalid' : 'valid',
    attemptCount: attempted.size,
    acknowledgedCount: acknowledged.size,
    okCount: ok.length,
    lostCount: lost.length,
    recoveredCount: recovered.length,
    unexpectedCount: unexpected.length,
    ok: valuesOf(ok),
    lost: valuesOf(lost),
    recovered: valuesOf(recovered),
    unexpected: valuesOf(unexpected),
  };
}
