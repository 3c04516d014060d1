import { escapedXml } from '../report/escaped-xml.ts';
import { clientsColumn, type DiagramMark, type DiagramRow } from './diagram-row.ts';

const columnPx = 90;
const rowPx = 24;
const timePx = 150;
const topPx = 84;
const characterPx = 7;
/** An arrow goes down by so much, so that none hides another's end. */
const slopePx = 14;

const marks: Readonly<Record<DiagramMark, Readonly<{ symbol: string; colour: string }>>> = {
  does: { symbol: '○', colour: '#333333' },
  disk: { symbol: '■', colour: '#777777' },
  chosen: { symbol: '★', colour: '#1b7f3b' },
  crash: { symbol: '✗', colour: '#b3261e' },
  start: { symbol: '▲', colour: '#1f5fa8' },
  fault: { symbol: '!', colour: '#b36b00' },
  violation: { symbol: '!', colour: '#b3261e' },
};
const arrowColour = '#1f5fa8';
const lostColour = '#b3261e';

/** A diagram as a whole SVG document: time flows down, clients and nodes have a line each, words stand beside. */
export function diagramSvg(rows: readonly DiagramRow[], names: readonly string[], title: string): string {
  const columns = names.length + 1;
  const wordsPx = timePx + columns * columnPx + 20;
  const longest = Math.max(title.length, ...rows.map(({ words }) => words.length + Math.ceil(wordsPx / characterPx)));
  const widthPx = Math.max(wordsPx + 200, Math.ceil(longest * characterPx) + 40);
  const heightPx = topPx + rows.length * rowPx + 30;
  const x = (node: number): number => timePx + (node - clientsColumn) * columnPx + columnPx / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="sans-serif" font-size="12">`,
    `<title>${escapedXml(title)}</title>`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="20" y="28" font-size="15">${escapedXml(title)}</text>`,
    arrowHead(),
    ...['clients', ...names].map((name, place) => lifeline(name, x(place + clientsColumn), heightPx)),
    ...rows.map((row, place) => drawnRow(row, topPx + place * rowPx + rowPx / 2, { x, wordsPx })),
    '</svg>\n',
  ].join('\n');
}

function lifeline(name: string, x: number, heightPx: number): string {
  return (
    `<text x="${x}" y="${topPx - 16}" text-anchor="middle" font-weight="bold">${escapedXml(name)}</text>` +
    `<line x1="${x}" y1="${topPx - 8}" x2="${x}" y2="${heightPx - 20}" stroke="#cccccc"/>`
  );
}

type Places = Readonly<{ x: (node: number) => number; wordsPx: number }>;

function drawnRow(row: DiagramRow, y: number, { x, wordsPx }: Places): string {
  const time = `<text x="${timePx - 20}" y="${y + 4}" text-anchor="end" fill="#777777">${row.atMs.toFixed(3)} ms</text>`;
  const isViolation = row.kind === 'marks' && row.mark === 'violation';
  const style = isViolation ? ` font-weight="bold" fill="${marks.violation.colour}"` : '';
  const words = `<text x="${wordsPx}" y="${y + 4}"${style}>${escapedXml(row.words)}</text>`;
  if (row.kind === 'arrow') return time + row.to.map((to) => arrow(x(row.from), x(to), y, row.isLost)).join('') + words;
  const { symbol, colour } = marks[row.mark];
  const drawn = row.at.map(
    (node) =>
      `<circle cx="${x(node)}" cy="${y}" r="9" fill="white" stroke="${colour}"/>` +
      `<text x="${x(node)}" y="${y + 4}" text-anchor="middle" fill="${colour}">${symbol}</text>`,
  );
  return time + drawn.join('') + words;
}

/** What is lost ends short of its receiver. */
function arrow(start: number, end: number, y: number, isLost: boolean): string {
  const top = y - slopePx / 2;
  if (!isLost) {
    return `<line x1="${start}" y1="${top}" x2="${end}" y2="${top + slopePx}" stroke="${arrowColour}" marker-end="url(#arrow)"/>`;
  }
  const short = start + (end - start) * 0.7;
  return (
    `<line x1="${start}" y1="${top}" x2="${short}" y2="${y + slopePx * 0.2}" stroke="${lostColour}" stroke-dasharray="4 3"/>` +
    `<text x="${short}" y="${y + slopePx * 0.2 + 4}" text-anchor="middle" fill="${lostColour}">✗</text>`
  );
}

function arrowHead(): string {
  return (
    '<marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">' +
    `<path d="M 0 0 L 10 5 L 0 10 z" fill="${arrowColour}"/></marker>`
  );
}
