import type { Effect } from '../protocol/effects.ts';
import type { Vote } from '../protocol/value.ts';
import { broken, type Mutant, sizes } from './mutant.ts';

/** Acceptors that promise, vote, remember or report wrongly. */
export const acceptorMutants: readonly Mutant[] = [
  {
    name: 'forgetful-promise',
    number: 1,
    wrongStep: 'a promise is told before it is on disk',
    system: sizes(3, 2, 2),
    rules: broken({ promiseEffects: (persist, tell) => [...tell, persist] }),
  },
  {
    name: 'unsynced-vote',
    number: 2,
    wrongStep: 'a vote is told before it is on disk',
    system: sizes(3, 2, 2, 3),
    rules: broken({ voteEffects: (persist, tell) => [...tell, persist] }),
  },
  {
    name: 'torn-vote',
    number: 3,
    wrongStep: 'the round of a vote is written first, and its value after that',
    system: sizes(3, 2, 2),
    rules: broken({
      voteEffects: (persist, tell, before) => [...roundAlone(persist, before), persist, ...tell],
      journalFrames: (records) => records.map((record) => [record]),
    }),
  },
  {
    name: 'stale-accept',
    number: 4,
    wrongStep: 'an acceptor votes in a round below its promise',
    system: sizes(3, 2, 2),
    rules: broken({ mayVote: (round, _promised, vote) => vote === null || vote.round < round }),
  },
  {
    name: 'vote-is-no-promise',
    number: 5,
    wrongStep: 'a vote raises no promise, and an acceptor goes back to vote in a lower round',
    system: sizes(4, 2, 3),
    rules: broken({
      voteIsPromise: false,
      mayVote: (round, promised, vote) => round >= promised && vote?.round !== round,
    }),
  },
  {
    name: 'promise-reported-as-vote',
    number: 6,
    wrongStep: 'one variable holds the promise and the round of the vote, so that 1b reports the one for the other',
    system: sizes(3, 2, 2),
    rules: broken({
      reportedVote: (vote, promised) => ({ round: promised > vote.round ? promised : vote.round, value: vote.value }),
    }),
  },
  {
    name: 'double-vote',
    number: 7,
    wrongStep: 'an acceptor votes for a second proposal in the same instance of a fast round',
    system: sizes(3, 2, 2, 3),
    rules: broken({
      mayVote: (round, promised, vote) => round >= promised && (vote === null || vote.round <= round),
      nextFastPlace: (instance) => instance,
    }),
  },
  {
    name: 'omits-chosen',
    number: 36,
    wrongStep: '1b leaves out the instances that the acceptor knows to be chosen',
    system: sizes(3, 2, 2),
    rules: broken({ reportsChosen: false }),
  },
  {
    name: 'ghost-any',
    number: 56,
    wrongStep: 'an acceptor votes for proposals though it has heard no ANY of the round that it promised',
    system: sizes(3, 3, 1, 2),
    rules: broken({ opensUnasked: true }),
  },
  {
    name: 'forgotten-instance-promise',
    number: 62,
    wrongStep: 'the promise for the recovery of one instance is not put on disk',
    system: sizes(3, 3, 1, 2),
    rules: broken({ instancePromiseEffects: (_persist, tell) => tell }),
  },
];

/** The first of the two writes: the new round with the value of the vote before, if there was one. */
function roundAlone(persist: Effect, before: Vote | null): readonly Effect[] {
  if (before === null || persist.kind !== 'persist' || persist.record.kind !== 'vote') return [];
  return [{ kind: 'persist', record: { ...persist.record, value: before.value } }];
}
