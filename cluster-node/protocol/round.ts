import { type Brand, invariant } from '#foundation';

/**
 * The number of an attempt: the triple (n, owner, step) in lexicographic order, packed into one safe integer, so that
 * rounds are compared with `<` and the steps of one owner are neighbours. 0 means none. protocol.md section 1.
 *
 * Step 0 is classic and begins with a phase 1; step 1 is the fast round that follows without another phase 1 for the
 * instances in which step 0 sent nothing; step 2 is classic and recovers collisions of step 1.
 */
export type Round = Brand<number, 'Round'>;
export type RoundKind = 'classic' | 'fast';
export type Step = 0 | 1 | 2;

const owners = 32;
const steps = 4;

export const noRound: Round = 0 as Round;

/** @throws InvariantViolation unless n ≥ 1 and 0 ≤ owner < 32 */
export function roundOf(n: number, owner: number, step: Step): Round {
  invariant(Number.isSafeInteger(n) && n >= 1 && n < 2 ** 40, 'a round has a number from 1', { n });
  invariant(Number.isInteger(owner) && owner >= 0 && owner < owners, 'a round has an owner', { owner });
  return ((n * owners + owner) * steps + step) as Round;
}

export function roundNumber(round: Round): number {
  return Math.floor(round / (owners * steps));
}

/** The index of the only node that may send 1a and 2a in `round`. */
export function roundOwner(round: Round): number {
  return Math.floor(round / steps) % owners;
}

export function roundStep(round: Round): number {
  return round % steps;
}

/** A fixed function of the round's number, on which every node agrees. */
export function roundKind(round: Round): RoundKind {
  return round % steps === 1 ? 'fast' : 'classic';
}

/** The round of the same owner and n at `step`. */
export function withStep(round: Round, step: Step): Round {
  return (round - (round % steps) + step) as Round;
}

/** True when `value`, from a message or a file, can be a round. */
export function isRound(value: unknown): value is Round {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value % steps !== 3;
}
