/** A line of a table whose columns have `widths`; the first column is set to the left, the others to the right. */
export function tableLine(widths: readonly number[], cells: readonly string[]): string {
  return cells
    .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
    .join(' ')
    .trimEnd();
}
