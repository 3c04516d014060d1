import type { NodeSet, QuorumFamily } from '#quorums';
import type { Effect } from './effects.ts';
import { type Pick, pickValue, type Reports } from './pick-value.ts';
import { type Round, withStep } from './round.ts';
import type { Value, Vote } from './value.ts';

/**
 * The decisions on which safety rests, each in one place, so that a mutant is this object with one of them replaced
 * and everything around it stays the same. The correct ones are `paxosRules`.
 */
export type Rules = Readonly<{
  /** The families that coordinators and learners believe in. */
  quorums(configured: QuorumFamily): QuorumFamily;
  /** May an acceptor whose highest promise is `promised` promise `round`? Phase 1b. */
  mayPromise(round: Round, promised: Round): boolean;
  /** May an acceptor vote in `round`, given its promise for the instance and its vote there? Phase 2b. */
  mayVote(round: Round, promised: Round, vote: Vote | null): boolean;
  /** The order in which a vote is put on disk and told. protocol.md 2.2. */
  voteEffects(persist: Effect, tell: readonly Effect[]): readonly Effect[];
  /** What phase 2a may carry. protocol.md 2.3. */
  pickValue(reports: Reports, quorums: QuorumFamily): Pick;
  /** Whose reports suffice to recover a collision? protocol.md 4.4. */
  mayRecover(reporters: NodeSet, quorums: QuorumFamily): boolean;
  /** The round in which a collision of the fast round `round` is recovered. */
  recoveryRound(round: Round): Round;
  /** Which votes of an instance a learner counts together. */
  tallyKey(round: Round, value: Value): string;
  /** May an acceptor whose highest promise is `promised` say that nobody has been promised more than `round`? */
  mayConfirm(round: Round, promised: Round): boolean;
  /** Does a restarted node read its journal? */
  remembers: boolean;
  /** How much of a lease of `leaseMs` its holder may trust, counted from asking for it. protocol.md 4.7 (c). */
  leaseTrustMs(leaseMs: number): number;
  /** Which clock measures leases. */
  leaseClock: 'monotonic' | 'wall';
  /** Does a restarted acceptor, which may have granted a lease, stay silent to 1a for as long as one lasts? */
  honoursForgottenLeases: boolean;
}>;

/** No clock is believed to run faster or slower than true time by more than this fraction. */
const clockRateErrorMax = 0.2;

export const paxosRules: Rules = {
  quorums: (configured) => configured,
  mayPromise: (round, promised) => round > promised,
  mayVote: (round, promised, vote) => round >= promised && (vote === null || vote.round < round),
  voteEffects: (persist, tell) => [persist, ...tell],
  pickValue,
  mayRecover: (reporters, quorums) => quorums.isPhase1(reporters),
  recoveryRound: (round) => withStep(round, 2),
  tallyKey: (round, value) => `${round} ${value}`,
  mayConfirm: (round, promised) => promised <= withStep(round, 2),
  remembers: true,
  leaseTrustMs: (leaseMs) => (leaseMs * (1 - clockRateErrorMax)) / (1 + clockRateErrorMax),
  leaseClock: 'monotonic',
  honoursForgottenLeases: true,
};
