import type { QuorumSystem } from '#quorums';
import { escapedXml } from '../report/escaped-xml.ts';
import type { CheckReport, ReportedRequirement } from './check-report.ts';
import { columnX, type DrawnNode, drawnNodes, namesHeightPx, nodeNamesSvg, nodesRightPx } from './diagram-nodes.ts';
import { countOf, namesText } from './numbers-in-words.ts';
import { answer, inCommon, requirementName, sumsText } from './requirement-words.ts';

const marginPx = 24;
const titlePx = 46;
const headingPx = 44;
const lanePx = 42;
const answerPx = 44;
const capsulePx = 32;
const radiusPx = 13;
/** Rough, and rather too much than too little. */
const characterPx = 7.8;

const lanesOf: Readonly<Record<ReportedRequirement['name'], readonly string[]>> = {
  'phase-1 meets classic': ['phase-1 quorum', 'classic quorum'],
  'phase-1 meets two fast': ['phase-1 quorum', 'fast quorum', 'another fast quorum'],
  'two fast meet': ['fast quorum', 'another fast quorum'],
};

/** Told apart without colour. */
const patterns = ['plain', 'rising', 'falling'] as const;

/**
 * The quorums that come closest to missing each other, a whole SVG document: for each requirement a lane per quorum, drawn
 * over the nodes in their order, and the nodes that are in all of them in black. For an unsafe system these are the
 * quorums that have no node in common.
 */
export function intersectionSvg(system: QuorumSystem, report: CheckReport): string {
  const nodes = drawnNodes(system);
  const title = `${report.text} is ${report.safety}`;
  const panels = report.requirements.map((requirement) => panel(requirement, heading(system, requirement), nodes));
  let bottomPx = titlePx;
  const placed = panels.map(({ svg, heightPx }) => {
    const group = `<g transform="translate(0 ${bottomPx})">\n${svg}\n</g>`;
    bottomPx += heightPx;
    return group;
  });
  const texts = [title, ...report.requirements.map((requirement) => heading(system, requirement))];
  const textsPx = Math.max(...texts.map((text) => text.length * characterPx)) + 2 * marginPx;
  const widthPx = Math.ceil(Math.max(nodesRightPx(nodes) + marginPx, textsPx));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${bottomPx}" viewBox="0 0 ${widthPx} ${bottomPx}" font-family="sans-serif" font-size="13">`,
    `<title>${escapedXml(title)}</title>`,
    `<defs>${hatch('rising', 'M0 8 L8 0')}${hatch('falling', 'M0 0 L8 8')}</defs>`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="${marginPx}" y="32" font-size="17" font-weight="bold">${escapedXml(title)}</text>`,
    ...placed,
    '</svg>\n',
  ].join('\n');
}

function hatch(id: string, line: string): string {
  return (
    `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="white"/>` +
    `<path d="${line}" stroke="#888888" stroke-width="1"/></pattern>`
  );
}

type Panel = Readonly<{ svg: string; heightPx: number }>;

/** One requirement: its numbers, the nodes, a lane for each quorum, and what they have in common. */
function panel({ name, closest }: ReportedRequirement, title: string, nodes: readonly DrawnNode[]): Panel {
  const headingSvg = `<text x="${marginPx}" y="22">${escapedXml(title)}</text>`;
  if (closest === null) {
    const text = `<text x="${marginPx}" y="${headingPx}">Too many quorums to look for those that come closest.</text>`;
    return { svg: `${headingSvg}\n${text}`, heightPx: headingPx + answerPx };
  }
  const common = nodes.map(({ name: node }) => node).filter((node) => closest.every((quorum) => quorum.includes(node)));
  const lanesTopPx = headingPx + namesHeightPx(nodes);
  const lanesPx = closest.length * lanePx;
  return {
    svg: [
      headingSvg,
      `<g transform="translate(0 ${headingPx})">${nodeNamesSvg(nodes, lanesPx)}</g>`,
      ...closest.map((quorum, index) =>
        lane({
          label: lanesOf[name][index] ?? '',
          pattern: patterns[index] ?? 'plain',
          quorum,
          common,
          nodes,
          y: lanesTopPx + index * lanePx + lanePx / 2,
        }),
      ),
      commonSvg(common, closest.length, lanesTopPx + lanesPx + 20),
    ].join('\n'),
    heightPx: lanesTopPx + lanesPx + answerPx,
  };
}

/** The requirement with its answer and its numbers. */
function heading(system: QuorumSystem, requirement: ReportedRequirement): string {
  const sums = sumsText(system, requirement);
  const words = `${answer(requirement)}, ${inCommon(requirement)}: ${requirementName[requirement.name]}.`;
  return sums === null ? words : `${words} ${sums}`;
}

function commonSvg(common: readonly string[], quorums: number, y: number): string {
  const all = quorums === 2 ? 'both' : 'all three';
  const text =
    common.length === 0
      ? `In ${all}: no node`
      : `In ${all}: ${countOf(common.length, 'node')}, drawn in black: ${namesText(common)}`;
  return `<text x="${marginPx}" y="${y}" font-weight="bold">${escapedXml(text)}</text>`;
}

type Lane = Readonly<{
  label: string;
  pattern: (typeof patterns)[number];
  quorum: readonly string[];
  common: readonly string[];
  nodes: readonly DrawnNode[];
  y: number;
}>;

/** A quorum as a line through capsules around its members. */
function lane({ label, pattern, quorum, common, nodes, y }: Lane): string {
  const members = nodes.filter(({ name }) => quorum.includes(name));
  const xs = members.map((node) => columnX(nodes, node));
  const first = xs[0] ?? 0;
  const last = xs.at(-1) ?? 0;
  return [
    `<text x="${marginPx}" y="${y + 4}">${label} (${members.length})</text>`,
    `<line x1="${first}" y1="${y}" x2="${last}" y2="${y}" stroke="black"/>`,
    ...runsOf(members, nodes).map(([from, to]) => {
      const left = columnX(nodes, from) - capsulePx / 2;
      const width = columnX(nodes, to) - columnX(nodes, from) + capsulePx;
      const fill = pattern === 'plain' ? '#eeeeee' : `url(#${pattern})`;
      return `<rect x="${left}" y="${y - capsulePx / 2}" width="${width}" height="${capsulePx}" rx="${capsulePx / 2}" fill="${fill}" stroke="black"/>`;
    }),
    ...members.map((node) => memberSvg(node, columnX(nodes, node), y, common.includes(node.name))),
  ].join('');
}

function memberSvg({ name }: DrawnNode, x: number, y: number, isCommon: boolean): string {
  const [fill, ink] = isCommon ? ['black', 'white'] : ['white', 'black'];
  const inside =
    name.length > 3
      ? ''
      : `<text x="${x}" y="${y + 4}" text-anchor="middle" font-size="11" fill="${ink}">${escapedXml(name)}</text>`;
  return `<circle cx="${x}" cy="${y}" r="${radiusPx}" fill="${fill}" stroke="black"/>${inside}`;
}

/** Rows and zones are drawn apart. */
function isNext(node: DrawnNode, other: DrawnNode, nodes: readonly DrawnNode[]): boolean {
  return nodes.indexOf(other) === nodes.indexOf(node) + 1 && other.group === node.group;
}

/** First and last of the members that stand side by side. */
function runsOf(
  members: readonly DrawnNode[],
  nodes: readonly DrawnNode[],
): readonly (readonly [DrawnNode, DrawnNode])[] {
  const runs: [DrawnNode, DrawnNode][] = [];
  for (const member of members) {
    const run = runs.at(-1);
    if (run !== undefined && isNext(run[1], member, nodes)) run[1] = member;
    else runs.push([member, member]);
  }
  return runs;
}
