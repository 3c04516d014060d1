import { nodeSetSize } from '#quorums';
import { withStep } from '../protocol/round.ts';
import { broken, firstAbsent, type Mutant, sizes } from './mutant.ts';

/** Coordinators that begin, listen, open or recover wrongly. protocol.md 4.2 to 4.4 and 4.9. */
export const coordinatorMutants: readonly Mutant[] = [
  {
    name: 'recovery-too-small',
    number: 18,
    wrongStep: 'a collision is recovered from a classic phase-2 quorum of reports instead of a phase-1 quorum',
    system: sizes(3, 3, 1, 2),
    rules: broken({ mayRecover: (reporters, quorums) => nodeSetSize(reporters) > 0 && quorums.isClassic(reporters) }),
  },
  {
    name: 'any-though-constrained',
    number: 19,
    wrongStep: 'a fast step is opened for instances too in which phase 1 found votes, and these are not finished',
    system: sizes(4, 3, 2, 3),
    rules: broken({
      finishesBeforeAny: false,
      anyFrom: (_next, asked) => asked,
      anyNext: (_highestSeen, from) => from,
    }),
  },
  {
    name: 'recovery-in-same-round',
    number: 20,
    wrongStep: 'a collision is recovered in the round that collided, and acceptors overwrite their votes',
    system: sizes(3, 3, 1, 2),
    rules: broken({
      recoveryRound: (round) => withStep(round, 1),
      mayVote: (round, promised, vote) => round >= promised && (vote === null || vote.round <= round),
    }),
  },
  {
    name: 'round-reused',
    number: 21,
    wrongStep: 'a restarted coordinator does not know which rounds it has begun, and begins one of them again',
    system: sizes(3, 3, 1),
    rules: broken({ remembersRounds: false }),
  },
  {
    name: 'jump-on-nack',
    number: 22,
    wrongStep: 'a coordinator that is refused goes on with its own values in a higher round, without a phase 1',
    system: sizes(3, 2, 2),
    rules: broken({ jumpsOnNack: true }),
  },
  {
    name: 'mixed-reports',
    number: 23,
    wrongStep: 'a report for an older round counts for the one that was begun since',
    system: sizes(3, 2, 2),
    rules: broken({ countsReport: (reported, begun) => reported <= begun }),
  },
  {
    name: 'duplicate-report',
    number: 24,
    wrongStep: 'a report that comes twice counts as two',
    system: sizes(3, 3, 1),
    rules: broken({
      reporter: (sender, counted, nodes) =>
        (counted & (1 << sender)) === 0 ? sender : firstAbsent(counted, nodes, sender),
    }),
  },
  {
    name: 'own-vote-at-once',
    number: 35,
    wrongStep: 'a leader counts its own vote before that is on disk',
    system: sizes(3, 3, 1),
    rules: broken({ countsOwnVoteAtOnce: true }),
  },
  {
    name: 'hole-filled-blindly',
    number: 37,
    wrongStep: 'phase 1 asks from behind the highest instance known to be chosen, and holes before it get a no-op',
    system: sizes(3, 2, 2),
    rules: broken({ asksFrom: (_chosenThrough, highestChosen) => highestChosen + 1 }),
  },
  {
    name: 'any-from-too-low',
    number: 55,
    wrongStep: 'ANY opens instances as well that step 0 has finished',
    system: sizes(3, 3, 1, 2),
    rules: broken({ anyFrom: (_next, asked) => asked, anyNext: (_highestSeen, from) => from }),
  },
  {
    name: 'classic-after-any',
    number: 57,
    wrongStep: 'commands are put into instances of step 0 though ANY of step 1 is out',
    system: sizes(3, 3, 1, 2),
    rules: broken({ assignsWhileFast: true }),
  },
  {
    name: 'incomplete-report',
    number: 63,
    wrongStep: 'a report counts as soon as one of its parts has come',
    system: sizes(3, 2, 2),
    rules: broken({ votesPerPart: 1, isComplete: () => true }),
  },
];
