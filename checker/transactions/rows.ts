/** Lists of places in one array: those that have `value` are `rows[start[value]]` to `rows[start[value + 1] - 1]`, ascending. */
export type Rows = Readonly<{ start: Int32Array; rows: Int32Array }>;

/** The places of each value from 0 to `values` - 1 in a column; other values are left out. Linear, by counting. */
export function rowsOf(column: Int32Array, values: number): Rows {
  const start = new Int32Array(values + 1);
  for (const value of column) if (value >= 0 && value < values) start[value + 1] = (start[value + 1] ?? 0) + 1;
  for (let value = 0; value < values; value++) start[value + 1] = (start[value + 1] ?? 0) + (start[value] ?? 0);
  const fill = start.slice();
  const rows = new Int32Array(start[values] ?? 0);
  for (let place = 0; place < column.length; place++) {
    const value = column[place] ?? -1;
    if (value < 0 || value >= values) continue;
    const at = fill[value] ?? 0;
    rows[at] = place;
    fill[value] = at + 1;
  }
  return { start, rows };
}
