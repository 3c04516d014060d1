import type { Verdict } from '../../verdict.ts';
import { consistencyModels, modelsImpliedBy } from '../consistency-models.ts';
import { toldAnomalies } from '../transaction-verdict.ts';
import type { SessionsResult } from './check-sessions.ts';

/**
 * What sessions show as a verdict: why the weakest broken level is. The details have the names of the search for cycles:
 * `not` is the weakest model that is ruled out, `alsoNot` the stronger ones, as far as these heed sessions.
 */
export function sessionVerdict(result: SessionsResult): Verdict {
  const { level, kept, broken, counts, anomalies, transactionCount, sessionCount, untracedReads, stopped } = result;
  const anomalyTypes = Object.keys(anomalies);
  const [weakest] = broken;
  const alsoNot = weakest === undefined ? [] : strongerThan(weakest);
  const details = { ...result, consistency: [level], anomalyTypes, not: broken.slice(0, 1), alsoNot };
  const size = `${transactionCount} transactions of ${sessionCount} sessions`;
  if (weakest !== undefined) {
    const standing = kept.length === 0 ? 'None that is weaker is kept.' : `Kept: ${kept.join(', ')}.`;
    const broke = `${size} break ${broken.join(' and ')}. ${standing}`;
    return { kind: 'invalid', evidence: [...toldAnomalies(anomalyTypes, { counts, anomalies }), broke], details };
  }
  const unknown = [
    ...(stopped === null ? [] : [`The limit of ${stopped} was reached. Raise it, or check a shorter history.`]),
    ...(untracedReads === 0
      ? []
      : [
          `${untracedReads} reads saw values that several transactions wrote, so that nobody knows from whom. Write each value once.`,
        ]),
    ...(stopped !== null || kept.includes(level)
      ? []
      : [`Nothing was found that ${level} forbids, which does not show that it is kept.`]),
  ];
  if (unknown.length > 0) return { kind: 'unknown', reasons: unknown, details };
  return { kind: 'valid', evidence: [`${size} keep ${level}: some order of commits explains them all.`], details };
}

function strongerThan(level: string): readonly string[] {
  return consistencyModels.filter((model) => model !== level && modelsImpliedBy(model).has(level));
}
