import type { Verdict } from '../verdict.ts';
import type { TransactionsResult } from './check-transactions.ts';

const namesTold = 8;

/** What transactions show as a verdict: the anomalies in sentences, an example of each, and the models ruled out. */
export function transactionVerdict(result: TransactionsResult): Verdict {
  const { kind, anomalyTypes, counts, anomalies, consistency, not, alsoNot, notRuledOut, transactionCount } = result;
  const models = consistency.join(' and ');
  if (kind === 'valid') {
    return {
      kind,
      evidence: [`${transactionCount} transactions show no anomaly that ${models} forbids.`, standing(notRuledOut)],
      details: result,
    };
  }
  const told = toldAnomalies(anomalyTypes, { counts, anomalies });
  if (kind === 'unknown') return { kind, reasons: told, details: result };
  const ruledOut = `Ruled out: ${[...not, ...alsoNot].join(', ')}.`;
  return { kind, evidence: [...told, ruledOut, standing(notRuledOut)], details: result };
}

/** Anomalies in sentences: how many of each, and an example. */
export function toldAnomalies(
  types: readonly string[],
  { counts, anomalies }: Pick<TransactionsResult, 'counts' | 'anomalies'>,
): readonly string[] {
  return types.flatMap((type) => {
    const count = counts[type] ?? 0;
    const explanation = explanationOf(anomalies[type]?.[0]);
    return [`${type}: ${count} ${count === 1 ? 'case' : 'cases'}.`, ...explanation];
  });
}

function standing(notRuledOut: readonly string[]): string {
  const shown = notRuledOut.slice(0, namesTold).join(', ');
  return `Not ruled out: ${shown || 'none'}${notRuledOut.length > namesTold ? ', …' : ''}.`;
}

/** Cycles explain themselves; other cases are shown as they are. */
function explanationOf(anomaly: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  if (anomaly === undefined) return [];
  const { explanation } = anomaly;
  if (Array.isArray(explanation)) return explanation.map(String);
  return [`For example: ${JSON.stringify(anomaly)}`];
}
