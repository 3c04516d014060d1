import type { PlainExplanation } from './explain-plainly.ts';
import { escaped } from './markup.ts';
import { minimalHistory } from './minimal-history.ts';
import { htmlPage } from './page.ts';

/** What a plain checker objects to as one page that needs nothing else: the sentences, and the operations. */
export function plainPage({ model, operationCount, operations, sentences }: PlainExplanation): string {
  const rows = operations.map(({ process, f, key, input, output, type }) => {
    const words = [String(process), key === null ? '' : String(key), f, json(input), json(output), type];
    return `<tr>${words.map((word) => `<td>${escaped(word)}</td>`).join('')}</tr>`;
  });
  const heads = ['Process', 'Key', 'Function', 'Asked', 'Answered', 'Ended in'];
  return htmlPage(
    `a violation of ${model}`,
    '',
    [
      `<h1>${escaped(`Not as a ${model} has to be`)}</h1>`,
      `<p class="lead">${operations.length} of ${operationCount} operations show it alone.</p>`,
      `<ul>${sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('\n')}</ul>`,
      `<table><caption>Operations, in the order of their invocations</caption><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
      `<details><summary>As a history</summary><pre>${escaped(minimalHistory(operations).join(''))}</pre></details>`,
    ].join('\n'),
  );
}

function json(value: unknown): string {
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
