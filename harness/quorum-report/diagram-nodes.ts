import { nodeNames, type QuorumSystem } from '#quorums';
import { escapedXml } from '../report/escaped-xml.ts';

/** A node of a diagram: its name, what is written above its column, and the row or zone that it is in. */
export type DrawnNode = Readonly<{ name: string; label: string; group: string | null }>;

const leftPx = 226;
const columnPx = 38;
/** Between rows and between zones. */
const gapPx = 22;
const groupPx = 26;
const shortLabel = 4;
const characterPx = 7;

/** The nodes of a system in their order: by rows, by zones, with their weights. */
export function drawnNodes(system: QuorumSystem): readonly DrawnNode[] {
  const names = nodeNames(system);
  switch (system.kind) {
    case 'grid':
      return names.map((name, index) => ({
        name,
        label: name,
        group: `row ${Math.floor(index / system.columns) + 1}`,
      }));
    case 'zones':
      return system.zones.flatMap((zone) => zone.nodes.map((name) => ({ name, label: name, group: zone.name })));
    case 'weighted':
      return names.map((name, index) => ({ name, label: `${name}: ${system.weights[index] ?? 0}`, group: null }));
    case 'cardinality':
    case 'explicit':
      return names.map((name) => ({ name, label: name, group: null }));
  }
}

/** The middle of a node's column. */
export function columnX(nodes: readonly DrawnNode[], node: DrawnNode): number {
  const index = nodes.indexOf(node);
  const gaps = nodes.slice(1, index + 1).filter(({ group }, before) => group !== nodes[before]?.group).length;
  return leftPx + index * columnPx + gaps * gapPx;
}

/** Where the last column ends, with room for what is written slanted above it. */
export function nodesRightPx(nodes: readonly DrawnNode[]): number {
  const last = nodes.at(-1);
  if (last === undefined) return leftPx;
  return columnX(nodes, last) + columnPx / 2 + (isSlanted(nodes) ? longest(nodes) * characterPx * Math.SQRT1_2 : 0);
}

/** How high the names above the columns stand, and the names of their groups above them. */
export function namesHeightPx(nodes: readonly DrawnNode[]): number {
  const names = isSlanted(nodes) ? 18 + longest(nodes) * characterPx * Math.SQRT1_2 : 18;
  return Math.ceil(names + (hasGroups(nodes) ? groupPx : 0));
}

/** The names above the columns, and from each a line down through lanes of `lanesPx` altogether. */
export function nodeNamesSvg(nodes: readonly DrawnNode[], lanesPx: number): string {
  const baseline = namesHeightPx(nodes) - 8;
  const names = nodes.map((node) => {
    const x = columnX(nodes, node);
    const place = isSlanted(nodes)
      ? `transform="translate(${x} ${baseline}) rotate(-45)"`
      : `x="${x}" y="${baseline}" text-anchor="middle"`;
    return (
      `<line x1="${x}" y1="${baseline + 6}" x2="${x}" y2="${baseline + 8 + lanesPx}" stroke="#cccccc"/>` +
      `<text ${place}>${escapedXml(node.label)}</text>`
    );
  });
  return [...names, ...groupsSvg(nodes)].join('\n');
}

function groupsSvg(nodes: readonly DrawnNode[]): readonly string[] {
  if (!hasGroups(nodes)) return [];
  const groups = [...new Set(nodes.map(({ group }) => group))];
  return groups.map((group) => {
    const xs = nodes.filter((node) => node.group === group).map((node) => columnX(nodes, node));
    const [left, right] = [Math.min(...xs) - 12, Math.max(...xs) + 12];
    return (
      `<path d="M${left} 18 V14 H${right} V18" fill="none" stroke="black"/>` +
      `<text x="${(left + right) / 2}" y="10" text-anchor="middle" font-style="italic">${escapedXml(group ?? '')}</text>`
    );
  });
}

function hasGroups(nodes: readonly DrawnNode[]): boolean {
  return nodes.some(({ group }) => group !== null);
}

function isSlanted(nodes: readonly DrawnNode[]): boolean {
  return longest(nodes) > shortLabel;
}

function longest(nodes: readonly DrawnNode[]): number {
  return Math.max(0, ...nodes.map(({ label }) => label.length));
}
