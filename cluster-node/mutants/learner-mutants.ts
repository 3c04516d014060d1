import { broken, firstAbsent, type Mutant, sizes } from './mutant.ts';

/** Learners that count wrongly, believe too much, or execute what or when they must not. protocol.md 4.5 and 4.6. */
export const learnerMutants: readonly Mutant[] = [
  {
    name: 'fast-counted-as-classic',
    number: 17,
    wrongStep: 'a learner takes the votes of a classic quorum for enough in a fast round',
    system: sizes(3, 2, 2, 3),
    rules: broken({ isChosen: (_round, voters, quorums) => quorums.isClassic(voters) }),
  },
  {
    name: 'learner-mixes-rounds',
    number: 25,
    wrongStep: 'votes for a value are summed over rounds',
    system: sizes(3, 2, 2, 3),
    rules: broken({ tallyKey: (_round, value) => value }),
  },
  {
    name: 'learner-ignores-value',
    number: 26,
    wrongStep: 'the votes of a round are summed over values',
    system: sizes(3, 2, 2, 3),
    rules: broken({ tallyKey: (round) => String(round) }),
  },
  {
    name: 'duplicate-vote',
    number: 27,
    wrongStep: 'a vote that comes twice counts as two',
    system: sizes(3, 1, 3),
    rules: broken({
      voter: (sender, counted, nodes) =>
        (counted & (1 << sender)) === 0 ? sender : firstAbsent(counted, nodes, sender),
    }),
  },
  {
    name: 'commit-by-index',
    number: 38,
    wrongStep: 'of a decision only the instance is believed, and the own vote is taken for its value',
    system: sizes(3, 2, 2),
    rules: broken({ toldValue: (told, vote) => vote?.value ?? told }),
  },
  {
    name: 'applies-past-a-hole',
    number: 39,
    wrongStep: 'an instance that is not known yet is left out',
    system: sizes(3, 2, 2),
    rules: broken({
      nextToApply: (applied, chosen) => {
        const later = chosen.entries().find(([instance]) => instance > applied);
        return later?.[0] ?? applied + 1;
      },
    }),
  },
  {
    name: 'no-sessions',
    number: 40,
    wrongStep: 'a command that is chosen twice is executed twice',
    system: sizes(3, 2, 2),
    rules: broken({ sessions: 'nothing' }),
  },
  {
    name: 'highest-sequence-only',
    number: 42,
    wrongStep: 'of each client only the highest sequence is kept, and what is chosen after it passes for a duplicate',
    system: sizes(3, 2, 2),
    rules: broken({ sessions: 'highest' }),
  },
  {
    name: 'early-answer',
    number: 44,
    wrongStep: 'a leader answers on the first vote',
    system: sizes(5, 3, 3),
    rules: broken({ isChosen: () => true }),
  },
  {
    name: 'apply-reads-clock',
    number: 54,
    wrongStep: 'a replica leaves out a command that seems older, by its own wall clock, than the one before',
    system: sizes(3, 2, 2),
    rules: broken({ executes: (wallMs, lastWallMs) => wallMs >= lastWallMs }),
  },
];
