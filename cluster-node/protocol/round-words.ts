import { isRound, roundNumber, roundOwner, roundStep } from './round.ts';

const steps = ['', ', fast', ', recovery'] as const;

/**
 * A round as people read it, whoever tells of it: `round 2 of n1`, `round 2 of n1, fast`, `no round` for 0. `names` are those of the
 * nodes, in the order of their numbers. What follows is set off by a comma, because the step is. protocol.md section 1.
 */
export function roundWords(round: number, names: readonly string[]): string {
  if (round === 0) return 'no round';
  if (!isRound(round)) return `round ${round}`;
  return `round ${roundNumber(round)} of ${names[roundOwner(round)] ?? '?'}${steps[roundStep(round)] ?? ''}`;
}
