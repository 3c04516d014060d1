import { clientsColumn, type DiagramMark, type DiagramRow } from './diagram-row.ts';

const columnWidth = 10;
const symbols: Readonly<Record<DiagramMark, string>> = {
  does: 'o',
  disk: '■',
  chosen: '★',
  crash: '✗',
  start: '▲',
  fault: '!',
  violation: '!',
};

/** What the symbols mean. */
export const legend = '■ on disk   ★ chosen   ✗ crash   ▲ start   ! fault   ──▶ arrives   ──╳ does not';

/** A diagram as lines of text: time flows down, clients and nodes have a column each. */
export function diagramText(rows: readonly DiagramRow[], names: readonly string[]): readonly string[] {
  const times = rows.map(({ atMs }) => atMs.toFixed(3));
  const events = rows.map(({ event }) => String(event));
  const timeWidth = Math.max(2, ...times.map(({ length }) => length));
  const eventWidth = Math.max(5, ...events.map(({ length }) => length));
  const before = (time: string, event: string): string => `${time.padStart(timeWidth)}  ${event.padStart(eventWidth)} `;
  const head = ['clients', ...names].map((name) => centred(name)).join('');
  const down = new Set<number>();
  return [
    `${before('ms', 'event')} ${head}`.trimEnd(),
    ...rows.map((row, place) => {
      const lines = drawn(row, names.length + 1, down);
      noteDown(row, down);
      return `${before(times[place] ?? '', events[place] ?? '')} ${lines}  ${row.words}`;
    }),
    `${before('', '')} ${legend}`,
  ];
}

/** A node that has crashed has no line until it starts. */
function noteDown(row: DiagramRow, down: Set<number>): void {
  if (row.kind !== 'marks') return;
  if (row.mark === 'crash') for (const node of row.at) down.add(node + 1);
  if (row.mark === 'start') for (const node of row.at) down.delete(node + 1);
}

function drawn(row: DiagramRow, columns: number, down: ReadonlySet<number>): string {
  const cells = Array.from({ length: columns * columnWidth }, () => ' ');
  for (let column = 0; column < columns; column += 1) if (!down.has(column)) cells[centreOf(column)] = '│';
  if (row.kind === 'marks') {
    for (const node of row.at) cells[centreOf(node + 1)] = symbols[row.mark];
    if (row.mark === 'violation') cells.fill('═');
    return cells.join('');
  }
  const start = centreOf(row.from - clientsColumn);
  for (const node of row.to) stroke(cells, start, centreOf(node - clientsColumn));
  for (const node of row.to) {
    const end = centreOf(node - clientsColumn);
    cells[end + (end > start ? -1 : 1)] = row.isLost ? '╳' : end > start ? '▶' : '◀';
  }
  cells[start] = '●';
  return cells.join('');
}

/** Up to the line of the receiver. */
function stroke(cells: string[], start: number, end: number): void {
  const step = end > start ? 1 : -1;
  for (let at = start + step; at !== end; at += step) cells[at] = cells[at] === '│' || cells[at] === '┼' ? '┼' : '─';
}

function centreOf(column: number): number {
  return column * columnWidth + columnWidth / 2;
}

function centred(name: string): string {
  const shown = name.slice(0, columnWidth - 1);
  const left = Math.max(0, columnWidth / 2 - Math.floor(shown.length / 2));
  return `${' '.repeat(left)}${shown}`.padEnd(columnWidth);
}
