import type { LinearizabilityExplanation } from './explain-linearizability.ts';
import { explanationSentences } from './explanation-sentences.ts';
import { escaped } from './markup.ts';
import { htmlPage } from './page.ts';
import type { PartialOrder } from './partial-orders.ts';
import { processName } from './timeline-layout.ts';
import { timelineStyle, timelineWithOrders } from './timeline-svg.ts';

/**
 * A violation as one page that needs nothing else, not even a script: the timeline, a choice of the longest legal orders
 * (radio buttons, so that the keyboard reaches them), and below it each order with its states and every operation.
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { checkLinearizability, explainLinearizability, readTable, violationPage } from 'ballotproof/checker';
 *
 * const { table } = await readTable('stale.jsonl');
 * const [violation] = checkLinearizability(table, 'register').violations;
 * if (violation) {
 *   const explanation = explainLinearizability(table, 'register', violation);
 *   await writeFile('violation.html', violationPage([explanation]));
 * }
 * ```
 */
export function violationPage(explanations: readonly LinearizabilityExplanation[]): string {
  const sections = explanations.map((explanation, number) => section(explanation, `part-${number}`));
  const rules = explanations.flatMap(({ orders }, part) =>
    orders.map((_, number) => {
      const chosen = `#part-${part}:has(#part-${part}-${number}:checked) .order-${number}`;
      return `${chosen}{display:revert}`;
    }),
  );
  const style = `${timelineStyle}\n.order{display:none}\n${rules.join('\n')}`;
  return htmlPage('Not linearizable', style, sections.join('\n'));
}

function section(explanation: LinearizabilityExplanation, id: string): string {
  const { model, key, orders } = explanation;
  const subject = key === null ? 'The history' : `Key ${JSON.stringify(key)}`;
  const [first, second] = explanationSentences(explanation).sentences;
  const choices = orders.map((order, number) => {
    const checked = number === 0 ? ' checked' : '';
    return `<label><input type="radio" name="${id}" id="${id}-${number}"${checked}> ${escaped(orderName(order, number, explanation))}</label>`;
  });
  return [
    `<section id="${id}">`,
    `<h1>${escaped(`${subject} is not linearizable as ${model}`)}</h1>`,
    `<p class="lead">${escaped(first ?? '')}</p>`,
    choices.length > 1
      ? `<fieldset><legend>Longest legal orders</legend>${choices.join('\n')}</fieldset>`
      : `<div hidden>${choices.join('')}</div>`,
    `<div class="scroll">${timelineWithOrders(explanation)}</div>`,
    legend,
    `<p>${escaped(second ?? '')}</p>`,
    ...orders.map((order, number) => orderTable(order, number, explanation)),
    operationsTable(explanation),
    '</section>',
  ].join('\n');
}

const legend =
  '<p class="legend">Time runs to the right; each box is one operation from its invocation to its return, and it took effect at one moment ' +
  'within the box. Numbers show one legal order of those moments, as far as it goes. The red operation would have to come next, and is legal at no ' +
  'place of that order. A box that stays open never returned. A dotted box is shown for the value that it made.</p>';

function orderName(
  { steps, misfit }: PartialOrder,
  number: number,
  { operations }: LinearizabilityExplanation,
): string {
  return `Order ${number + 1}: ${steps.length} of ${operations.length} operations, then ${operations[misfit]?.label ?? ''} fails`;
}

function orderTable(
  { steps, misfit, trials }: PartialOrder,
  number: number,
  { operations }: LinearizabilityExplanation,
): string {
  const rows = steps.map(({ operation, before, after }, place) => {
    const label = operations[operation]?.label ?? '';
    return `<tr><td>${place + 1}</td><td>${escaped(label)}</td><td><code>${escaped(before)}</code></td><td><code>${escaped(after)}</code></td></tr>`;
  });
  const label = operations[misfit]?.label ?? '';
  const tried = trials.map(({ afterSteps, state }) => {
    const where = afterSteps === 0 ? 'at the beginning' : `after step ${afterSteps}`;
    return `<tr class="wrong"><td>✗</td><td>${escaped(label)}</td><td><code>${escaped(state)}</code></td><td>not legal (tried ${where})</td></tr>`;
  });
  return (
    `<table class="order order-${number}"><caption>Order ${number + 1} and its states</caption>` +
    `<thead><tr><th>Step</th><th>Operation</th><th>State before</th><th>State after</th></tr></thead><tbody>${[...rows, ...tried].join('\n')}</tbody></table>`
  );
}

function operationsTable({ operations }: LinearizabilityExplanation): string {
  const rows = operations.map((operation) => {
    const { label, invokeIndex, completeIndex, invokeNs, completeNs, type, error, role } = operation;
    const time = (position: number | null, ns: number | null): string =>
      position === null ? 'never' : `${position}${ns === null || ns === position ? '' : ` (${ns} ns)`}`;
    const cells = [
      label,
      processName(operation),
      time(invokeIndex, invokeNs === invokeIndex ? null : invokeNs),
      time(completeIndex, invokeNs === invokeIndex ? null : completeNs),
      type,
      error ?? '',
      role === 'blamed' ? 'cannot be left out' : 'made a value that is seen',
    ];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const heads = [
    'Operation',
    'Process',
    'Invoked at position',
    'Returned at position',
    'Ended',
    'Error',
    'Why it is here',
  ];
  return `<table><caption>Operations</caption><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`;
}
