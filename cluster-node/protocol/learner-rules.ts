import type { NodeSet, QuorumFamily } from '#quorums';
import type { InstanceMap } from './instance-map.ts';
import { isQuorumOf } from './pick-value.ts';
import type { Round } from './round.ts';
import type { Value, Vote } from './value.ts';

/** How a learner counts votes, what it believes of others, and what it executes. protocol.md 2.1 *learn*, 4.5 and 4.6. */
export type LearnerRules = Readonly<{
  /** Which votes of an instance are counted together. */
  tallyKey(round: Round, value: Value): string;
  /** Whose vote one is that `sender` sent, when those of `counted` are there already. */
  voter(sender: number, counted: NodeSet, nodes: number): number;
  /** Is a value chosen that `voters` voted for in `round`? */
  isChosen(round: Round, voters: NodeSet, quorums: QuorumFamily): boolean;
  /** What is chosen, when somebody says that it is `told`, and the acceptor of this node has voted `vote`. */
  toldValue(told: Value, vote: Vote | null): Value;
  /** The instance to execute after `applied`. */
  nextToApply(applied: number, chosen: Pick<InstanceMap<Value>, 'entries'>): number;
  /** Is a command executed at `wallMs` when the one before was at `lastWallMs`, both on the wall clock of this node? */
  executes(wallMs: number, lastWallMs: number): boolean;
  /**
   * What is kept to execute each command once: of each client a `window` of outcomes, the outcome with the `highest`
   * sequence alone, or `nothing`.
   */
  sessions: SessionRule;
}>;

/** What a replica keeps of the commands that it has executed. */
export type SessionRule = 'window' | 'highest' | 'nothing';

export const learnerRules: LearnerRules = {
  tallyKey: (round, value) => `${round} ${value}`,
  voter: (sender) => sender,
  isChosen: isQuorumOf,
  toldValue: (told) => told,
  nextToApply: (applied) => applied + 1,
  executes: () => true,
  sessions: 'window',
};
