import type { Operation } from '../history/operation.ts';
import type { OperationTable } from '../history/operation-table.ts';
import { operationOfRow } from '../history/table-rows.ts';
import type { VerdictKind } from '../verdict.ts';

/**
 * What a plain checker answers: a verdict, and facts under the names that Jepsen's checker of the same kind gives them (in
 * camel case where Jepsen has hyphens).
 */
export type PlainResult<Facts> = Readonly<{ kind: VerdictKind }> & Readonly<Facts>;

/** The operations of a table as objects, in the order of their invocations. */
export function operationsOf(table: OperationTable): readonly Operation[] {
  return Array.from({ length: table.size }, (_, row) => operationOfRow(table, row));
}

/** When an operation ended, as a position; infinity: never, as far as is known. */
export function endOf({ completeIndex }: Operation): number {
  return completeIndex ?? Number.POSITIVE_INFINITY;
}

/** Equal JSON values have one name. */
export function nameOf(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** How often each value occurs, under its name. */
export function countsOf(values: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(nameOf(value), (counts.get(nameOf(value)) ?? 0) + 1);
  return counts;
}

/** The elements that a read of a collection returned; a read of nothing read an empty one. */
export function elementsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
