import type { NodeSet } from '../node-set.ts';
import type { GridSystem } from './system.ts';

/** The rows of a grid, the first row first. */
export function rowSets({ rows, columns }: GridSystem): readonly NodeSet[] {
  return lines(rows, columns, (row, column) => row * columns + column);
}

/** The columns of a grid, the first column first. */
export function columnSets({ rows, columns }: GridSystem): readonly NodeSet[] {
  return lines(columns, rows, (column, row) => row * columns + column);
}

function lines(count: number, length: number, nodeAt: (line: number, place: number) => number): readonly NodeSet[] {
  return Array.from({ length: count }, (_, line) =>
    Array.from({ length }, (__, place) => 1 << nodeAt(line, place)).reduce((set, node) => set | node, 0),
  );
}
