import { endings, type OperationTable } from '../history/operation-table.ts';

/** What a micro-operation is about: its key, and what it saw there or wrote, as JSON. */
export type Access = Readonly<{ key: string; seen: readonly string[]; written: string | null }>;

const ok = endings.indexOf('ok');

/** The accesses of the transaction at `row`; of a read that was not answered nothing was seen. */
export function accessesOf(table: OperationTable, row: number): readonly Access[] {
  const isOk = table.type[row] === ok;
  const answer = table.output[row] ?? -1;
  const value = table.values[isOk && answer !== -1 ? answer : (table.input[row] ?? -1)];
  if (!Array.isArray(value)) return [];
  return value.flatMap((access: unknown): readonly Access[] => {
    if (!Array.isArray(access)) return [];
    const [f, key, held]: unknown[] = access;
    const name = JSON.stringify(key) ?? '';
    if (f !== 'r') return [{ key: name, seen: [], written: JSON.stringify(held) ?? null }];
    return [{ key: name, seen: isOk ? elements(held) : [], written: null }];
  });
}

/** Rows of whoever wrote something that one of `rows` saw, failed ones too. O(n). */
export function writersOf(table: OperationTable, rows: readonly number[]): readonly number[] {
  const wanted = new Set(
    rows.flatMap((row) => accessesOf(table, row).flatMap(({ key, seen }) => seen.map((value) => `${key} ${value}`))),
  );
  return allRows(table).filter((row) =>
    accessesOf(table, row).some(({ key, written }) => written !== null && wanted.has(`${key} ${written}`)),
  );
}

/** Rows that access a key that one of `rows` does, or that `example` names as its `key`. O(n). */
export function rowsAboutKeys(table: OperationTable, rows: readonly number[], example: unknown): readonly number[] {
  const keys = new Set(rows.flatMap((row) => accessesOf(table, row).map(({ key }) => key)));
  if (typeof example === 'object' && example !== null && 'key' in example) keys.add(JSON.stringify(example.key) ?? '');
  return allRows(table).filter((row) => accessesOf(table, row).some(({ key }) => keys.has(key)));
}

function elements(held: unknown): readonly string[] {
  if (held === null || held === undefined) return [];
  return Array.isArray(held) ? held.map((each) => JSON.stringify(each)) : [JSON.stringify(held)];
}

function allRows({ size }: OperationTable): readonly number[] {
  return Array.from({ length: size }, (_, row) => row);
}
