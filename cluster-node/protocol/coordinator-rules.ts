import type { NodeSet, QuorumFamily } from '#quorums';
import { type Pick, pickValue, type Reports } from './pick-value.ts';
import { type Round, withStep } from './round.ts';

/** How a coordinator begins a round, whom it listens to, what it picks, and when it opens a fast step. protocol.md 2.1, 2.3, 4.2 to 4.4, 4.9. */
export type CoordinatorRules = Readonly<{
  /** Does a restarted node know from its journal which rounds it has begun, promised and voted in? */
  remembersRounds: boolean;
  /** From which instance on phase 1 asks. */
  asksFrom(chosenThrough: number, highestChosen: number): number;
  /** Does a 1b of round `reported` count for the round `begun`? */
  countsReport(reported: Round, begun: Round): boolean;
  /** Whose report one is that `sender` sent, when those of `counted` are there already. */
  reporter(sender: number, counted: NodeSet, nodes: number): number;
  /** Does a report count of which `missing` parts have not come? */
  isComplete(missing: number): boolean;
  /** What phase 2a may carry. protocol.md 2.3. */
  pickValue(reports: Reports, quorums: QuorumFamily): Pick;
  /** Whose reports suffice to recover a collision? protocol.md 4.4. */
  mayRecover(reporters: NodeSet, quorums: QuorumFamily): boolean;
  /** The round in which a collision of the fast round `round` is recovered. */
  recoveryRound(round: Round): Round;
  /** Does a coordinator that is refused for a higher round go on in one above that, without hearing a phase-1 quorum? */
  jumpsOnNack: boolean;
  /** Are the instances in which phase 1 found votes finished by a 2a each, before a fast step is opened? */
  finishesBeforeAny: boolean;
  /** The first instance that ANY opens; phase 1 asked from `asked` on, and step 0 has sent nothing from `next` on. */
  anyFrom(next: number, asked: number): number;
  /** Where ANY, which opens instances from `from` on, tells acceptors to go on, when `highestSeen` is in use. */
  anyNext(highestSeen: number, from: number): number;
  /** Are commands still put into instances of step 0 when ANY of step 1 is out? */
  assignsWhileFast: boolean;
  /** Is the vote of the coordinator's own acceptor counted when the 2a leaves, and not when it is on disk? */
  countsOwnVoteAtOnce: boolean;
}>;

export const coordinatorRules: CoordinatorRules = {
  remembersRounds: true,
  asksFrom: (chosenThrough) => chosenThrough + 1,
  countsReport: (reported, begun) => reported === begun,
  reporter: (sender) => sender,
  isComplete: (missing) => missing === 0,
  pickValue,
  mayRecover: (reporters, quorums) => quorums.isPhase1(reporters),
  recoveryRound: (round) => withStep(round, 2),
  jumpsOnNack: false,
  finishesBeforeAny: true,
  anyFrom: (next) => next,
  anyNext: (highestSeen) => highestSeen + 1,
  assignsWhileFast: false,
  countsOwnVoteAtOnce: false,
};
