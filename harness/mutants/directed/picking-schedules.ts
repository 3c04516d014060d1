import { finishes, leads, n1ProposesX, opensFast, proposesY, xIsChosen } from './openings.ts';
import { begins, crashes, type Directed, passes, phase1, phase2, proposes, type Step, writes } from './schedule.ts';

/** x is chosen by n1 and n2 in the round of n1, and acknowledged; then n3 begins a round and hears n2. */
const chosenByTwo: readonly Step[] = [...xIsChosen, ...finishes('n3', 40, ['n2'])];

/** In the fast round of n1 x is chosen by n1, n2 and n3, and acknowledged; n4 votes for y, and begins a round in which it hears n2 and n3. */
const fastChoice: readonly Step[] = [
  ...opensFast('n1', 10, ['n2', 'n3'], ['n2', 'n3', 'n4']),
  writes(30, 'n1', 'x'),
  proposes('n1', ['n2', 'n3'], 'x'),
  writes(40, 'n4', 'y'),
  ...finishes('n4', 60, ['n2', 'n3']),
];

/** n1 alone votes for x in its round; the round of n2 chooses y by n2 and n3, and y is acknowledged. */
const outdone: readonly Step[] = [...n1ProposesX(['n2'], 1), ...proposesY('n2', [30, 40], ['n3'])];

export const pickingSchedules: readonly Directed[] = [
  {
    mutant: 'highest-round-without-o4',
    because:
      'x has a fast quorum, n1 to n3; of two votes for x and one for y in the highest round the next leader takes y, which nobody can have chosen.',
    steps: fastChoice,
  },
  {
    mutant: 'o4-needs-visible-quorum',
    because:
      'x has a fast quorum, n1 to n3; the next leader sees two of its votes, finds that these are no quorum, and writes a no-op over it.',
    steps: fastChoice,
  },
  {
    mutant: 'no-k2a',
    because:
      'x is chosen in round 1; round 2 proposes it again and gets one vote. Round 3 sees that this vote cannot have chosen anything and takes no heed of it, nor of round 1.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      phase2('n1', ['n2']),
      // n1 knows that x is chosen, and would tell
      crashes(40, ['n1'], 10),
      ...leads('n2', 70, ['n1', 'n3']),
      phase1('n3', ['n1', 'n2']),
      passes({ kind: 'phase2a', from: 'n3', to: 'n1' }),
      begins(100, 'n3'),
    ],
  },
  {
    mutant: 'one-empty-report-frees',
    because:
      'x is chosen by n1 and n2; n3 hears of it from n2, but has not voted itself, and takes that for proof that nothing was chosen.',
    steps: chosenByTwo,
  },
  {
    mutant: 'own-value-first',
    because: 'x is chosen by n1 and n2; n3 hears of it from n2 and puts a no-op there.',
    steps: chosenByTwo,
  },
  {
    mutant: 'lowest-round-first',
    because:
      'x has one vote in round 1, and y is chosen in round 2; the third leader takes x, because it is from the lower round.',
    steps: [...outdone, ...leads('n3', 60, ['n1']), phase2('n3', ['n1'])],
  },
  {
    mutant: 'first-report-wins',
    because:
      'x has one vote in round 1, and y is chosen in round 2; n1 leads again, its own report is the first, and it takes x.',
    steps: [...outdone, begins(60, 'n1'), begins(65, 'n1'), phase1('n1', ['n3'], 3), phase2('n1', ['n3'], 3)],
  },
  {
    mutant: 'most-frequent-vote',
    because:
      'n1 weighs 2 and n2 and n3 weigh 1: x is chosen by n1 and n2. n3 counts one vote for x, of n1, and one for y, its own, as equals, and takes y.',
    steps: [
      ...opensFast('n1', 10, ['n2'], ['n2', 'n3']),
      writes(30, 'n2', 'x'),
      proposes('n2', ['n1'], 'x'),
      writes(40, 'n3', 'y'),
      ...finishes('n3', 60, ['n1']),
    ],
  },
];
