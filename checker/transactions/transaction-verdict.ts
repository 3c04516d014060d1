import type { Verdict } from '../verdict.ts';
import type { TransactionsResult } from './check-transactions.ts';
import type { JudgedTransactions } from './judge-by-sessions.ts';

const namesTold = 8;
/** From the beginning and from the end of an explanation. */
const sentencesTold = 12;
/** Characters of an example. */
const exampleMax = 2_000;

/** What transactions show as a verdict: the anomalies in sentences, an example of each, and the models ruled out. */
export function transactionVerdict(result: JudgedTransactions): Verdict {
  const { kind, anomalyTypes, counts, anomalies, consistency, not, alsoNot, notRuledOut, transactionCount, stopped } =
    result;
  const allowed = result.allowedAnomalyTypes;
  const models = consistency.join(' and ');
  if (kind === 'valid') {
    return {
      kind,
      evidence: [
        `${transactionCount} transactions show no anomaly that ${models} forbids.`,
        ...(allowed.length === 0 ? [] : [`Seen, and not forbidden: ${allowed.join(', ')}.`]),
        ...unorderedKeys(result),
        ...sessionsLookedAt(result),
        standing(notRuledOut),
      ],
      details: result,
    };
  }
  const shown = toldAnomalies(anomalyTypes, { counts, anomalies });
  const told = stopped === null ? shown : [...shown, stoppedAt(stopped, transactionCount)];
  if (kind === 'unknown') return { kind, reasons: told, details: result };
  const ruledOut = `Ruled out: ${[...not, ...alsoNot].join(', ')}.`;
  return { kind, evidence: [...told, ruledOut, standing(notRuledOut)], details: result };
}

function unorderedKeys({ unorderedKeyCount: count }: TransactionsResult): readonly string[] {
  if (count === 0) return [];
  const flags =
    '--linearizable-keys, --sequential-keys or --wfr-keys (linearizableKeys, sequentialKeys, writesFollowReads)';
  return [
    `Of ${count} ${count === 1 ? 'key' : 'keys'} the order of versions is not known in full, so that cycles may be missed; ${flags} tell more of it, where the system promises that.`,
  ];
}

/** Why the order of sessions was not looked at to the end, where it was not. */
function sessionsLookedAt({ sessions }: JudgedTransactions): readonly string[] {
  if (sessions === undefined || (sessions !== null && sessions.stopped === null)) return [];
  const why =
    sessions === null
      ? 'there are too many transactions times sessions. Check fewer of them at a time'
      : `the limit of ${sessions.stopped} ran out. Raise it`;
  return [`What registers show by the order of sessions was not looked at to the end, since ${why} for more.`];
}

const nothingDepends = 'no transaction could be shown to depend on another, so nothing is shown.';

/** Anomalies in sentences: how many of each, and an example. */
export function toldAnomalies(
  types: readonly string[],
  { counts, anomalies }: Pick<TransactionsResult, 'counts' | 'anomalies'>,
): readonly string[] {
  return types.flatMap((type) => {
    if (type === 'empty-transaction-graph') return [`${type}: ${nothingDepends}`];
    const count = counts[type] ?? 0;
    const explanation = explanationOf(anomalies[type]?.[0]);
    return [`${type}: ${count} ${count === 1 ? 'case' : 'cases'}.`, ...explanation];
  });
}

function stoppedAt({ limit, stage }: NonNullable<TransactionsResult['stopped']>, transactionCount: number): string {
  const looked = `The ${limit} ran out among the ${stage} of ${transactionCount} transactions, so more may be there.`;
  return `${looked} Raise the limit of ${limit}, check fewer transactions at a time, or ask for a weaker consistency.`;
}

function standing(notRuledOut: readonly string[]): string {
  const shown = notRuledOut.slice(0, namesTold).join(', ');
  return `Not ruled out: ${shown || 'none'}${notRuledOut.length > namesTold ? ', …' : ''}.`;
}

/** Cycles explain themselves; other cases are shown as they are. */
function explanationOf(anomaly: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  if (anomaly === undefined) return [];
  const { explanation } = anomaly;
  if (Array.isArray(explanation)) {
    const sentences = explanation.map(String);
    if (sentences.length <= 2 * sentencesTold) return sentences;
    const left = `… (${sentences.length - 2 * sentencesTold} sentences left out)`;
    return [...sentences.slice(0, sentencesTold), left, ...sentences.slice(-sentencesTold)];
  }
  const text = JSON.stringify(anomaly);
  return [`For example: ${text.length <= exampleMax ? text : `${text.slice(0, exampleMax)}…`}`];
}
