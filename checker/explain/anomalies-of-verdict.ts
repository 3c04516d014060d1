import type { Verdict } from '../verdict.ts';

/** An anomaly that a verdict on transactions tells, with its first case. */
export type ToldAnomaly = Readonly<{ type: string; example: unknown }>;

/** The anomalies of an `invalid` verdict, whichever checker found them: that of cycles, that of sessions, or both. */
export function anomaliesOf({ kind, ...rest }: Verdict): readonly ToldAnomaly[] {
  return kind === 'invalid' && 'details' in rest ? anomaliesIn(rest.details) : [];
}

function anomaliesIn(details: unknown): readonly ToldAnomaly[] {
  if (!isObject(details)) return [];
  const { anomalies, cycles, sessions } = details;
  if (!isObject(anomalies)) return [...anomaliesIn(cycles), ...anomaliesIn(sessions)];
  return Object.entries(anomalies).flatMap(([type, cases]) =>
    Array.isArray(cases) && cases.length > 0 ? [{ type, example: cases[0] }] : [],
  );
}

/** The rows of all transactions that are shown somewhere in `value`, each once. */
export function rowsIn(value: unknown): readonly number[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap(rowsIn))];
  if (!isObject(value)) return [];
  const { row, rows, ...others } = value;
  const own = typeof row === 'number' ? [row] : [];
  const several = Array.isArray(rows) ? rows.filter((each) => typeof each === 'number') : [];
  return [...new Set([...own, ...several, ...Object.values(others).flatMap(rowsIn)])];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
