import { contents, cycleSvg, header } from './cycle-svg.ts';
import type { TransactionsExplanation } from './explain-transactions.ts';
import { escaped } from './markup.ts';
import { htmlPage } from './page.ts';

/**
 * An anomaly of transactions as one page that needs nothing else: the cycle drawn, in sentences, and every transaction.
 *
 * ```ts
 * import { writeFile } from 'node:fs/promises';
 * import { anomalyPage, checkHistory, explainTransactions, tableOfTransactions } from 'ballotproof/checker';
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
 * if (explanation) await writeFile('anomaly.html', anomalyPage(explanation));
 * ```
 */
export function anomalyPage(explanation: TransactionsExplanation): string {
  const { anomaly, model, transactions, transactionCount, sentences, cycle } = explanation;
  const lead =
    cycle.length > 0
      ? 'Each transaction has to come before the next, and the last one before the first: no order is left.'
      : 'These transactions show it alone.';
  const rows = transactions.map((transaction) => {
    const why = transaction.role === 'blamed' ? 'cannot be left out' : 'wrote what another one saw';
    const cells = [header(transaction), contents(transaction), why];
    return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  return htmlPage(
    `${anomaly} in ${model}`,
    '',
    [
      `<h1>${escaped(`${anomaly} (${model})`)}</h1>`,
      `<p class="lead">${lead}</p>`,
      `<div class="scroll">${cycleSvg(explanation)}</div>`,
      `<ol>${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('\n')}</ol>`,
      `<p>${transactions.length} of ${transactionCount} transactions.</p>`,
      `<table><caption>Transactions</caption><thead><tr><th>Transaction</th><th>What it did</th><th>Why it is here</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
    ].join('\n'),
  );
}
