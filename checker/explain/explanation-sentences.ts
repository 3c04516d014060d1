import type { ExplainedOperation, LinearizabilityExplanation } from './explain-linearizability.ts';

const namedMax = 12;

/** An explanation in words: what contradicts what and what is known of the rest; and the operations, one a line. */
export type ExplanationInWords = Readonly<{ sentences: readonly string[]; operations: readonly string[] }>;

/**
 * For the terminal, and for the head of a page.
 *
 * ```ts
 * import { checkLinearizability, explainLinearizability, explanationSentences, readTable } from 'ballotproof/checker';
 *
 * const { table } = await readTable('stale.jsonl');
 * const [violation] = checkLinearizability(table, 'register').violations;
 * if (violation) {
 *   const explanation = explainLinearizability(table, 'register', violation);
 *   for (const sentence of explanationSentences(explanation).sentences) console.log(sentence);
 * }
 * ```
 */
export function explanationSentences(explanation: LinearizabilityExplanation): ExplanationInWords {
  const { operations, orders } = explanation;
  const [order] = orders;
  const misfit = order && operations[order.misfit];
  const more = operations.length - namedMax;
  return {
    sentences: [
      misfit ? misfitSentence(misfit, order, operations) : 'It has no legal order.',
      sizeSentence(explanation),
    ],
    operations: [...operations.slice(0, namedMax).map(described), ...(more > 0 ? [`… and ${more} more`] : [])],
  };
}

function misfitSentence(
  misfit: ExplainedOperation,
  { steps, trials }: LinearizabilityExplanation['orders'][number],
  operations: readonly ExplainedOperation[],
): string {
  const labels = steps.map(({ operation }) => operations[operation]?.label ?? '');
  const shown = labels.length > namedMax ? ['…', ...labels.slice(-namedMax)] : labels;
  const before = labels.length === 0 ? '' : ` after ${shown.join(', ')}`;
  const states = [...new Set(trials.map(({ state }) => state))];
  return `${misfit.label} by process ${misfit.process} fits nowhere${before}: wherever real time allows it, the state is ${states.join(' or ')}.`;
}

function sizeSentence({ operations, partSize, proof, isClosed, isMinimal }: LinearizabilityExplanation): string {
  const blamed = operations.filter(({ role }) => role === 'blamed').length;
  const these = `${count(operations.length)} of ${partSize} ${operations.length === 1 ? 'is' : 'are'} illegal alone`;
  switch (proof) {
    case 'core': {
      const origins = operations.length - blamed;
      const others =
        origins === 0 ? '' : ` (${blamed} that contradict each other, ${origins} that made the values seen)`;
      const least = isMinimal ? ', and no contradicting one can be left out' : '; there was no time to find fewer';
      const open = isClosed ? '' : ' Where some of the values come from is left out for brevity.';
      return `${these}${others}; whatever the other operations did does not excuse ${operations.length === 1 ? 'it' : 'them'}${least}.${open}`;
    }
    case 'values':
      return `${these}: everything about a value was left out together, which leaves a legal history legal.`;
    case 'observers':
      return `${these}. Only what merely looked was left out.`;
  }
}

function described({ label, process, node, invokeIndex, completeIndex, role }: ExplainedOperation): string {
  const end = completeIndex === null ? ', never returned' : ` to ${completeIndex}`;
  return `${label} by process ${process}${node === null ? '' : ` on ${node}`} (position ${invokeIndex}${end})${role === 'origin' ? ', which made a value that is seen' : ''}`;
}

function count(operations: number): string {
  return operations === 1 ? '1 operation' : `${operations} operations`;
}
