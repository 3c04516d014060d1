import { assertNever } from '#foundation';
import { escapedXml } from '../report/escaped-xml.ts';
import type { Contender, MessageSchedule, ScheduleStep } from './message-schedule.ts';
import { stepInWords } from './schedule-words.ts';

const columnPx = 110;
const rowPx = 46;
const leftPx = 60;
const topPx = 92;
const wordsPx = 620;
/** Of x, of y, and of messages that carry neither; told apart also by their labels. */
const colours: Readonly<Record<Contender, string>> = { x: '#b3261e', y: '#1f5fa8' };
const neutral = '#555555';

/**
 * The schedule as a message sequence diagram, a whole SVG document: time runs downwards, a line per node, an arrow per
 * delivered message, and beside each row its step in words. The numbers are those of the schedule in words.
 */
export function diagramSvg(schedule: MessageSchedule): string {
  const { nodes, steps, because } = schedule;
  const rightPx = leftPx + (nodes.length - 1) * columnPx + 60;
  const heightPx = topPx + steps.length * rowPx + 30;
  const x = (node: string): number => leftPx + nodes.indexOf(node) * columnPx;
  const lifelines = nodes.map(
    (node) =>
      `<text x="${x(node)}" y="${topPx - 18}" text-anchor="middle" font-weight="bold">${escapedXml(node)}</text>` +
      `<line x1="${x(node)}" y1="${topPx - 10}" x2="${x(node)}" y2="${heightPx - 20}" stroke="#bbbbbb"/>`,
  );
  const rows = steps.map((step, index) => {
    const y = topPx + index * rowPx + rowPx / 2;
    const words = `<text x="${rightPx}" y="${y + 4}">${index + 1}. ${escapedXml(stepInWords(step))}</text>`;
    return drawnStep(step, x, y) + words;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${rightPx + wordsPx}" height="${heightPx}" font-family="sans-serif" font-size="13">`,
    `<title>${escapedXml(because)}</title>`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="20" y="28" font-size="15">${escapedXml(`Because ${because}`)}</text>`,
    ...['x', 'y', 'none'].map(arrowHead),
    ...lifelines,
    ...rows,
    '</svg>\n',
  ].join('\n');
}

function drawnStep(step: ScheduleStep, x: (node: string) => number, y: number): string {
  switch (step.kind) {
    case 'begin':
      return mark(x(step.coordinator), y, neutral, `round ${step.round}`);
    case 'invoke':
      return mark(x(step.node), y, colours[step.contender], `${step.contender}?`);
    case 'answered':
      return mark(x(step.node), y, colours[step.contender], `${step.contender} ok`);
    case 'pick':
      return mark(x(step.coordinator), y, colours[step.contender], `picks ${step.contender}`);
    case 'alarm':
      return mark(x(step.coordinator), y, colours.x, 'alarm');
    case 'deliver':
      return arrows(step, x, y);
    default:
      return assertNever(step);
  }
}

function mark(x: number, y: number, colour: string, label: string): string {
  return (
    `<rect x="${x - 34}" y="${y - 11}" width="68" height="22" rx="4" fill="white" stroke="${colour}"/>` +
    `<text x="${x}" y="${y + 4}" text-anchor="middle" fill="${colour}" font-size="12">${label}</text>`
  );
}

/** All messages of a step leave and arrive together; each slopes down a little, so that none hides another's end. */
function arrows(
  { from, to, value }: Extract<ScheduleStep, { kind: 'deliver' }>,
  x: (node: string) => number,
  y: number,
): string {
  const colour = value === null ? neutral : colours[value];
  const links = from.flatMap((sender) => to.filter((one) => one !== sender).map((one) => [x(sender), x(one)] as const));
  return links
    .map(
      ([start, end]) =>
        `<line x1="${start}" y1="${y - 10}" x2="${end}" y2="${y + 12}" stroke="${colour}" marker-end="url(#arrow-${value ?? 'none'})"/>`,
    )
    .join('');
}

function arrowHead(value: string): string {
  const colour = value === 'x' || value === 'y' ? colours[value] : neutral;
  return (
    `<marker id="arrow-${value}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">` +
    `<path d="M 0 0 L 10 5 L 0 10 z" fill="${colour}"/></marker>`
  );
}
