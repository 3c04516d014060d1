import { endings, neverReturned, type OperationTable } from '../history/operation-table.ts';

/** The stretch of a history in which most operations run at once, by positions; `crashed` of them have no outcome. */
export type Window = Readonly<{ width: number; crashed: number; from: number; to: number }>;

/** Finds where a search has most to choose from among the operations of `rows`. O(n log n). */
export function widestWindow({ call, ret, type }: OperationTable, rows: Int32Array): Window {
  const heard = rows.filter((row) => type[row] !== endings.indexOf('fail'));
  const returns = heard
    .filter((row) => ret[row] !== neverReturned)
    .map((row) => ret[row] ?? 0)
    .sort();
  let widest: Window = { width: 0, crashed: 0, from: 0, to: 0 };
  let returned = 0;
  let crashed = 0;
  for (const [place, row] of heard.entries()) {
    const from = call[row] ?? 0;
    while (returned < returns.length && (returns[returned] ?? 0) < from) returned++;
    if (ret[row] === neverReturned) crashed++;
    const width = place + 1 - returned;
    if (width > widest.width) widest = { width, crashed, from, to: returns[returned] ?? from };
  }
  return widest;
}
