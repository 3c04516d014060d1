import type { Judgement } from '../judge.ts';
import type { FingerprintMatch } from './fingerprint.ts';
import type { MessageSchedule } from './message-schedule.ts';

/** One run in which a schedule was to happen, judged. `control`: on quorums that are safe. */
export type BreakRun = Readonly<{
  role: 'unsafe' | 'control';
  directory: string;
  verdict: Judgement['verdict'];
  /** Who objected, for example `linearizability`, `agreement`, `alarm`. */
  convictedBy: readonly string[];
  /** How many steps happened as they were written, of how many. */
  happened: Readonly<{ steps: number; of: number }>;
  fingerprint: FingerprintMatch;
}>;

/** What came of one schedule: `isShown` only if it was convicted as foretold, and the control was found valid. */
export type BreakResult = Readonly<{
  schedule: MessageSchedule;
  runs: readonly BreakRun[];
  isShown: boolean;
  why: string;
}>;

/** Who objected in a run, in the words of the verdict table. */
export function convictors({ findings, facts }: Judgement): readonly string[] {
  const checkers = facts.verdicts.filter(({ verdict }) => verdict.kind === 'invalid').map(({ checker }) => checker);
  return findings.some(({ row }) => row === 'alarm in a node') ? [...checkers, 'alarm'] : checkers;
}

/** A conviction counts only with the expected fingerprint, by everybody who is to convict, and beside a valid control. */
export function breakResult(schedule: MessageSchedule, runs: readonly BreakRun[]): BreakResult {
  const isWhole = (['unsafe', 'control'] as const).every((role) => runs.some((run) => run.role === role));
  const objections = runs.flatMap((run) => objection(schedule, run) ?? []);
  const why = isWhole ? (objections[0] ?? null) : 'it was interrupted';
  return { schedule, runs, isShown: why === null, why: why ?? 'convicted as foretold, and the control is valid' };
}

/** Why `run` does not show what it is to show; null: it does. */
function objection({ fingerprint }: MessageSchedule, run: BreakRun): string | null {
  if (run.role === 'control') {
    return run.verdict === 'valid' ? null : `the control on safe quorums is ${run.verdict}`;
  }
  if (run.verdict !== 'invalid') return `it did not happen: the run is ${run.verdict}`;
  if (!run.fingerprint.matches) return 'what happened is not what was meant: the fingerprint does not match';
  const expected = fingerprint.alarm === null ? ['linearizability', 'agreement'] : ['alarm'];
  const missing = expected.filter((name) => !run.convictedBy.includes(name));
  if (missing.length > 0) return `it happened, and ${missing.join(' and ')} did not convict it`;
  return null;
}
