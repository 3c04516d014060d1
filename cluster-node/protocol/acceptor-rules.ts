import type { Effect } from './effects.ts';
import type { Round } from './round.ts';
import type { Vote } from './value.ts';

/** What an acceptor may promise and vote, what it tells of that, and in which order with its disk. protocol.md 2.1, 2.2, 4.1, 4.3. */
export type AcceptorRules = Readonly<{
  /** May an acceptor whose highest promise is `promised` promise `round`? Phase 1b. */
  mayPromise(round: Round, promised: Round): boolean;
  /** May an acceptor vote in `round`, given its promise for the instance and its vote there? Phase 2b. */
  mayVote(round: Round, promised: Round, vote: Vote | null): boolean;
  /** Is a vote a promise as well, not to vote below its round any more? */
  voteIsPromise: boolean;
  /** The order in which a promise is put on disk and told. */
  promiseEffects(persist: Effect, tell: readonly Effect[]): readonly Effect[];
  /** The same for a promise that is made for one instance. */
  instancePromiseEffects(persist: Effect, tell: readonly Effect[]): readonly Effect[];
  /** The same for a vote; `before`: the one that it replaces. */
  voteEffects(persist: Effect, tell: readonly Effect[], before: Vote | null): readonly Effect[];
  /** How 1b names a vote of an acceptor that had promised `promised` before it was asked. */
  reportedVote(vote: Vote, promised: Round): Vote;
  /** Does 1b speak of instances that the acceptor knows to be chosen? */
  reportsChosen: boolean;
  /** How many votes go into one part of a 1b. */
  votesPerPart: number;
  /** From where on an acceptor that has voted for a proposal in `instance` looks for the place of the next one. */
  nextFastPlace(instance: number): number;
  /** Does an acceptor vote for proposals in the fast step of a round that it has promised, before it has heard ANY? */
  opensUnasked: boolean;
}>;

export const acceptorRules: AcceptorRules = {
  mayPromise: (round, promised) => round > promised,
  mayVote: (round, promised, vote) => round >= promised && (vote === null || vote.round < round),
  voteIsPromise: true,
  promiseEffects: (persist, tell) => [persist, ...tell],
  instancePromiseEffects: (persist, tell) => [persist, ...tell],
  voteEffects: (persist, tell) => [persist, ...tell],
  reportedVote: (vote) => vote,
  reportsChosen: true,
  votesPerPart: 256,
  nextFastPlace: (instance) => instance + 1,
  opensUnasked: false,
};
