import type { ExplainedTransaction, TransactionsExplanation } from './explain-transactions.ts';
import { escaped, shortened } from './markup.ts';
import { timelineStyle } from './timeline-svg.ts';

const boxPx = 48;
const gapPx = 66;
const leftPx = 70;
const topPx = 20;
const characterPx = 7.2;
const charactersMax = 110;

/**
 * The transactions of an explanation below each other as a whole SVG document: each comes before the next, for the reason
 * beside the arrow, and the last one before the first, which is drawn in red on the left.
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { checkHistory, cycleSvg, explainTransactions, tableOfTransactions } from 'ballotproof/checker';
 *
 * const table = tableOfTransactions([
 *   { process: 0, type: 'ok', value: [['append', 'x', 1]] },
 *   { process: 1, type: 'ok', value: [['r', 'x', null]] }, // began after the append was acknowledged
 * ]);
 * const question = {
 *   workload: 'list-append',
 *   consistency: 'strict-serializable',
 *   unwrittenReads: undefined,
 *   hasRealTime: true,
 * } as const;
 * const explanation = explainTransactions(table, checkHistory(table), question);
 * if (explanation) await writeFile('anomaly.svg', cycleSvg(explanation));
 * ```
 */
export function cycleSvg(explanation: TransactionsExplanation): string {
  const { cycle, transactions, anomaly } = explanation;
  const places = cycle.length > 0 ? cycle.map(({ from }) => from) : [...transactions.keys()];
  const boxes = places.flatMap((place) => transactions[place] ?? []);
  const texts = [...boxes.map(contents), ...cycle.map(({ reason }) => reason)];
  const widest = Math.min(charactersMax, Math.max(20, ...texts.map((text) => text.length)));
  const widthPx = Math.ceil(leftPx + widest * characterPx + 60);
  const heightPx = topPx + boxes.length * (boxPx + gapPx);
  const y = (place: number): number => topPx + place * (boxPx + gapPx);
  const title = `${anomaly}: ${boxes.length} transactions`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" aria-label="${escaped(title)}" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}">`,
    `<title>${escaped(title)}</title><style>${timelineStyle}</style>`,
    arrowHead('forth', 'var(--path)'),
    arrowHead('back', 'var(--bad)'),
    ...boxes.map((transaction, place) => box(transaction, y(place), widthPx - leftPx - 20)),
    ...cycle.slice(0, -1).map(({ type, reason }, place) => {
      const from = y(place) + boxPx;
      return (
        `<path class="path" d="M${leftPx + 24} ${from}V${from + gapPx - 8}" marker-end="url(#forth)"/>` +
        `<text class="number" x="${leftPx + 36}" y="${from + 26}">${escaped(type)}</text>` +
        `<text x="${leftPx + 36}" y="${from + 44}">${escaped(shortened(reason, charactersMax))}</text>`
      );
    }),
    backArrow(cycle.at(-1), y(0) + boxPx / 2, y(boxes.length - 1)),
    '</svg>\n',
  ].join('\n');
}

function backArrow(step: TransactionsExplanation['cycle'][number] | undefined, top: number, bottom: number): string {
  if (step === undefined) return '';
  const start = bottom + boxPx / 2;
  const below = bottom + boxPx;
  return (
    `<path d="M${leftPx} ${start}H24V${top}H${leftPx - 8}" fill="none" stroke="var(--bad)" stroke-width="2.5" marker-end="url(#back)"/>` +
    `<text class="bad" x="24" y="${below + 24}">${escaped(step.type)}, and yet</text>` +
    `<text class="bad" x="24" y="${below + 42}">${escaped(shortened(step.reason, charactersMax))}</text>`
  );
}

function box(transaction: ExplainedTransaction, y: number, widthPx: number): string {
  const text = contents(transaction);
  return (
    `<g><title>${escaped(`${header(transaction)}\n${text}`)}</title>` +
    `<rect class="box" x="${leftPx}" y="${y}" width="${widthPx}" height="${boxPx}" rx="5"/>` +
    `<text class="faint" x="${leftPx + 10}" y="${y + 17}">${escaped(header(transaction))}</text>` +
    `<text x="${leftPx + 10}" y="${y + 36}">${escaped(shortened(text, charactersMax))}</text></g>`
  );
}

/** Who did it, when, and how it ended. */
export function header({ name, process, node, invokeIndex, completeIndex, type }: ExplainedTransaction): string {
  const end = completeIndex === null ? ', never returned' : ` to ${completeIndex}`;
  return `${name} by process ${process}${node === null ? '' : ` on ${node}`} (position ${invokeIndex}${end}), ${type}`;
}

/** What it did, in words: `append 1 to "x"; "y" is [2]`. */
export function contents({ input, output, type }: ExplainedTransaction): string {
  const value = type === 'ok' && output !== undefined ? output : input;
  if (!Array.isArray(value)) return 'nothing is known of it';
  return value
    .map((access: unknown) => {
      const [f, key, held]: unknown[] = Array.isArray(access) ? access : [];
      const name = JSON.stringify(key);
      if (f === 'append') return `append ${JSON.stringify(held)} to ${name}`;
      if (f === 'w') return `write ${name} = ${JSON.stringify(held)}`;
      return type === 'ok' ? `read ${name} = ${JSON.stringify(held)}` : `read ${name}`;
    })
    .join(', ');
}

function arrowHead(id: string, colour: string): string {
  return (
    `<marker id="${id}" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="8" markerHeight="8" orient="auto">` +
    `<path d="M0 0L10 5L0 10z" fill="${colour}"/></marker>`
  );
}
