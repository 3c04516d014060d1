import type { VerdictKind } from '#checker';

/** Jepsen's codes. `usage`: wrong usage or a scenario that makes no sense; `failed`: the harness itself failed. */
export const exitStatus = { valid: 0, invalid: 1, unknown: 2, usage: 254, failed: 255 } as const;

/** How one run ended. */
export type RunOutcome = VerdictKind | 'failed';

const strength: Readonly<Record<RunOutcome, number>> = { valid: 0, unknown: 1, failed: 2, invalid: 3 };

/** The outcome of several runs: invalid > failed > unknown > valid; `unknown` when nothing ran. */
export function strongestOutcome(outcomes: readonly RunOutcome[]): RunOutcome {
  const [strongest] = outcomes.toSorted((a, b) => strength[b] - strength[a]);
  return strongest ?? 'unknown';
}
