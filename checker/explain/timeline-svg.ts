import type { ExplainedOperation, LinearizabilityExplanation } from './explain-linearizability.ts';
import { escaped, shortened } from './markup.ts';
import type { PartialOrder } from './partial-orders.ts';
import { type Box, stepColumns, type TimelineLayout, timelineLayout } from './timeline-layout.ts';

const rowPx = 66;
const boxPx = 34;
const topPx = 34;
const characterPx = 7.2;
const columnMinPx = 46;
const columnMaxPx = 170;
const openEndPx = 70;
/** Of the state that is written beside a step. */
const stateLengthMax = 16;

/** Colours for light and dark, and for paper. Nothing is told by colour alone. */
export const timelineStyle = `
.timeline{font:13px system-ui,sans-serif;--ink:#1b1f24;--faint:#8a929c;--line:#d4d9df;--box:#eef2f7;--edge:#6b7683;--path:#1f5fa8;--bad:#b3261e;--badbox:#fbe4e2;--paper:#fff}
@media (prefers-color-scheme:dark){.timeline{--ink:#e6e9ed;--faint:#8f99a5;--line:#3a424c;--box:#2a3139;--edge:#8f99a5;--path:#7fb4f0;--bad:#ff8a80;--badbox:#4a2523;--paper:#14181d}}
@media print{.timeline{--ink:#000;--faint:#555;--line:#ccc;--box:#fff;--edge:#000;--path:#000;--bad:#b3261e;--badbox:#fff;--paper:#fff}}
.timeline text{fill:var(--ink)}.timeline .faint{fill:var(--faint);font-size:11px}
.timeline .grid{stroke:var(--line)}.timeline .box{fill:var(--box);stroke:var(--edge)}.timeline .origin{stroke-dasharray:2 2}
.timeline .open{fill:none;stroke:var(--edge);stroke-dasharray:6 4}
.timeline .path{fill:none;stroke:var(--path);stroke-width:1.5}.timeline .step{fill:var(--paper);stroke:var(--path);stroke-width:1.5}
.timeline .number{font-size:11px;fill:var(--path);font-weight:600}.timeline .state{font-size:11px;fill:var(--path)}
.timeline .misfit{fill:var(--badbox);stroke:var(--bad);stroke-width:2.5}
.timeline .bad{fill:var(--bad);font-weight:600;font-size:12px}`;

/**
 * The operations of an explanation over time, a row for each process, as a whole SVG document: in each box what was done,
 * as numbered points one of the longest legal orders, and in red the operation that fits nowhere.
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { checkLinearizability, explainLinearizability, readTable, timelineSvg } from 'ballotproof/checker';
 *
 * const { table } = await readTable('stale.jsonl');
 * const [violation] = checkLinearizability(table, 'register').violations;
 * if (violation) {
 *   const explanation = explainLinearizability(table, 'register', violation);
 *   await writeFile('violation.svg', timelineSvg(explanation));
 * }
 * ```
 */
export function timelineSvg(
  explanation: LinearizabilityExplanation,
  order: PartialOrder | undefined = explanation.orders[0],
): string {
  const drawing = new Drawing(explanation);
  return `${drawing.open(`<style>${timelineStyle}\n.timeline{background:var(--paper)}</style>`)}\n${drawing.body()}\n${order ? drawing.order(order) : ''}</svg>\n`;
}

/** The same for a page: every order is a group of its own, `order-0`, `order-1` …, of which the page shows one. */
export function timelineWithOrders(explanation: LinearizabilityExplanation): string {
  const drawing = new Drawing(explanation);
  const groups = explanation.orders.map(
    (order, number) => `<g class="order order-${number}">${drawing.order(order)}</g>`,
  );
  return `${drawing.open('')}\n${drawing.body()}\n${groups.join('\n')}</svg>`;
}

class Drawing {
  readonly #explanation: LinearizabilityExplanation;
  readonly #layout: TimelineLayout;
  readonly #columnPx: number;
  readonly #leftPx: number;
  readonly #endPx: number;
  readonly #widthPx: number;
  readonly #heightPx: number;

  constructor(explanation: LinearizabilityExplanation) {
    this.#explanation = explanation;
    this.#layout = timelineLayout(explanation);
    const { processes, boxes, moments } = this.#layout;
    this.#leftPx = 24 + characterPx * Math.max(8, ...processes.map((name) => name.length));
    const wanted = boxes.map((box) => {
      const columns = (box.to ?? moments.length) - box.from;
      return (this.#label(box).length * characterPx + 14) / Math.max(1, columns);
    });
    this.#columnPx = Math.min(columnMaxPx, Math.max(columnMinPx, ...wanted));
    this.#endPx = this.#leftPx + Math.max(0, moments.length - 1) * this.#columnPx;
    this.#widthPx = Math.ceil(this.#endPx + openEndPx + 20);
    this.#heightPx = topPx + processes.length * rowPx + 34;
  }

  open(inside: string): string {
    const title = `${this.#explanation.operations.length} operations that have no legal order`;
    const box = `0 0 ${this.#widthPx} ${this.#heightPx}`;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" aria-label="${escaped(title)}" ` +
      `width="${this.#widthPx}" height="${this.#heightPx}" viewBox="${box}">\n<title>${escaped(title)}</title>${inside}`
    );
  }

  /** Rows, times and boxes. */
  body(): string {
    const { processes, boxes, moments } = this.#layout;
    const rows = processes.map((name, row) => {
      const y = this.#y(row);
      return (
        `<line class="grid" x1="${this.#leftPx - 8}" y1="${y}" x2="${this.#widthPx - 8}" y2="${y}"/>` +
        `<text x="12" y="${y + 4}">${escaped(name)}</text>`
      );
    });
    const ticks = moments.map((moment, column) => {
      const x = px(this.#x(column));
      const bottom = this.#heightPx - 26;
      const label =
        column % this.#tickEvery === 0
          ? `<text class="faint" x="${x}" y="${bottom + 16}" text-anchor="middle">${escaped(moment)}</text>`
          : '';
      return `<line class="grid" x1="${x}" y1="${topPx - 12}" x2="${x}" y2="${bottom}" stroke-dasharray="1 5"/>${label}`;
    });
    return [...ticks, ...rows, ...boxes.map((box) => this.#box(box, ''))].join('\n');
  }

  /** One order: a line through its numbered points, the misfit in red. */
  order(order: PartialOrder): string {
    const columns = stepColumns(order, this.#layout);
    const points = order.steps.flatMap(({ operation, before, after }, place) => {
      const box = this.#boxOf(operation);
      if (box === undefined) return [];
      const hover = `${place + 1}. ${this.#operation(operation)?.label ?? ''}\nbefore: ${before}\nafter: ${after}`;
      return [{ x: this.#x(columns[place] ?? 0), y: this.#y(box.row), number: place + 1, hover, after }];
    });
    const path = points.map(({ x, y }) => `${px(x)},${y}`).join(' ');
    const marks = points.map(
      ({ x, y, number, hover, after }) =>
        `<g><title>${escaped(hover)}</title><circle class="step" cx="${px(x)}" cy="${y + boxPx / 2}" r="8"/>` +
        `<text class="number" x="${px(x)}" y="${y + boxPx / 2 + 4}" text-anchor="middle">${number}</text>` +
        `<text class="state" x="${px(x + 12)}" y="${y + boxPx / 2 + 14}">${escaped(shortened(after, stateLengthMax))}</text></g>`,
    );
    const line =
      points.length < 2 ? '' : `<polyline class="path" points="${path}" transform="translate(0 ${boxPx / 2})"/>`;
    return `${this.#misfit(order)}${line}${marks.join('')}`;
  }

  #misfit({ misfit, trials }: PartialOrder): string {
    const box = this.#boxOf(misfit);
    if (box === undefined) return '';
    const last = trials.at(-1)?.state ?? '';
    const words = shortened(`fits nowhere: the state is ${last}`, 60);
    const y = this.#y(box.row) - boxPx / 2 - 5;
    const x = this.#x(box.from);
    const isNearTheEdge = x + words.length * characterPx > this.#widthPx - 8;
    const place = isNearTheEdge ? `x="${this.#widthPx - 12}" text-anchor="end"` : `x="${px(x)}"`;
    return `${this.#box(box, ' misfit')}<text class="bad" ${place} y="${y}">${escaped(words)}</text>`;
  }

  #box(box: Box, more: string): string {
    const operation = this.#operation(box.operation);
    const x = this.#x(box.from);
    const y = this.#y(box.row) - boxPx / 2;
    const end = box.to === null ? this.#endPx + openEndPx : this.#x(box.to);
    const role = operation?.role === 'origin' ? ' origin' : '';
    const shape =
      box.to === null
        ? `<path class="box open${more}" d="M${px(end)} ${y}H${px(x)}V${y + boxPx}H${px(end)}"/><text class="faint" x="${px(end - 4)}" y="${y + 12}" text-anchor="end">no answer →</text>`
        : `<rect class="box${role}${more}" x="${px(x)}" y="${y}" width="${px(end - x)}" height="${boxPx}" rx="4"/>`;
    const lengthMax = Math.max(3, Math.floor((end - x - 10) / characterPx));
    const text = `<text x="${px(x + 7)}" y="${y + 15}">${escaped(shortened(this.#label(box), lengthMax))}</text>`;
    return `<g class="operation operation-${box.operation}"><title>${escaped(operation ? hoverText(operation) : '')}</title>${shape}${text}</g>`;
  }

  #label(box: Box): string {
    return this.#operation(box.operation)?.label ?? '';
  }

  #operation(place: number): ExplainedOperation | undefined {
    return this.#explanation.operations[place];
  }

  #boxOf(operation: number): Box | undefined {
    return this.#layout.boxes.find((box) => box.operation === operation);
  }

  /** So that the texts below do not run into each other. */
  get #tickEvery(): number {
    const longest = Math.max(1, ...this.#layout.moments.map((moment) => moment.length));
    return Math.max(1, Math.ceil((longest * 6.5 + 8) / this.#columnPx));
  }

  #x(column: number): number {
    return this.#leftPx + column * this.#columnPx;
  }

  #y(row: number): number {
    return topPx + row * rowPx + rowPx / 2;
  }
}

/** Everything that is known of an operation, a fact a line. */
export function hoverText(operation: ExplainedOperation): string {
  const { label, process, node, key, invokeIndex, completeIndex, invokeNs, completeNs, type, error, role } = operation;
  const hasTimes = invokeNs !== invokeIndex;
  return [
    label,
    `process ${process}${node === null ? '' : ` on ${node}`}${key === null ? '' : `, key ${JSON.stringify(key)}`}`,
    `invoked at position ${invokeIndex}${hasTimes ? ` (${invokeNs} ns)` : ''}`,
    completeIndex === null
      ? 'never returned: its outcome is unknown'
      : `returned ${type} at position ${completeIndex}${hasTimes && completeNs !== null ? ` (${completeNs} ns)` : ''}`,
    ...(error === null ? [] : [`error: ${error}`]),
    role === 'origin' ? 'shown because it made a value that another operation saw' : 'cannot be left out',
  ].join('\n');
}

function px(length: number): string {
  return String(Math.round(10 * length) / 10);
}
