import type { Operation } from '../history/operation.ts';
import { anomalyPage } from './anomaly-page.ts';
import { cycleSvg } from './cycle-svg.ts';
import type { LinearizabilityExplanation } from './explain-linearizability.ts';
import type { PlainExplanation } from './explain-plainly.ts';
import type { TransactionsExplanation } from './explain-transactions.ts';
import { type ExplanationInWords, explanationSentences } from './explanation-sentences.ts';
import { minimalHistory, minimalSessions } from './minimal-history.ts';
import { plainPage } from './plain-page.ts';
import { timelineSvg } from './timeline-svg.ts';
import { violationPage } from './violation-page.ts';

/** Why a history is wrong, whatever it is of; JSON. */
export type Explanation = LinearizabilityExplanation | TransactionsExplanation | PlainExplanation;

/** An explanation in all forms that people and programs want it in. */
export type ExplanationForms = Readonly<{
  words: ExplanationInWords;
  /** A page that needs nothing else. */
  html: string;
  /** The picture of the first one alone; null: there is none, since a plain checker looks at each thing alone. */
  svg: string | null;
  /** Lines of a history that `check` reads, and that is illegal for the same reason. */
  minimal: readonly string[];
}>;

/**
 * The forms of the explanations of one history; null: there are none.
 *
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { checkFile, explanationForms } from 'ballotproof/checker';
 *
 * const { verdict } = await checkFile('history.jsonl', { explain: true });
 * const forms = explanationForms(verdict.explanations ?? []);
 * if (forms) writeFileSync('violation.html', forms.html);
 * ```
 */
export function explanationForms(explanations: readonly Explanation[]): ExplanationForms | null {
  const [first] = explanations;
  if (first === undefined) return null;
  if (first.kind === 'transactions') {
    const { transactions, transactionCount } = first;
    const those = transactions.length === 1 ? 'it' : 'them';
    const size = `${transactions.length} of ${transactionCount} transactions show it alone; the page draws ${those}.`;
    return {
      words: { sentences: [size], operations: [] },
      html: anomalyPage(first),
      svg: cycleSvg(first),
      minimal: first.hasRealTime ? minimalHistory(transactions) : minimalSessions(transactions),
    };
  }
  if (first.kind === 'plain') {
    const { operations, operationCount, isMinimal, sentences } = first;
    const size = `${operations.length} of ${operationCount} operations are wrong alone${isMinimal ? '' : '; there was no time to leave out more'}.`;
    return {
      words: { sentences: [size, ...sentences], operations: [] },
      html: plainPage(first),
      svg: null,
      minimal: minimalHistory(operations),
    };
  }
  const others = explanations.filter((each) => each.kind === 'linearizability');
  const operations: readonly Operation[] = first.operations;
  return {
    words: explanationSentences(first),
    html: violationPage(others),
    svg: timelineSvg(first),
    minimal: minimalHistory(operations),
  };
}
