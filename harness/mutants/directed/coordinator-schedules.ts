import { finishes, leads, n1ProposesX, opensFast, proposesY, xAndZAreChosen } from './openings.ts';
import {
  any,
  begins,
  crashes,
  type Directed,
  goesOn,
  holds,
  loses,
  passes,
  phase1,
  phase2,
  proposes,
  repeats,
  writes,
} from './schedule.ts';

export const coordinatorSchedules: readonly Directed[] = [
  {
    mutant: 'recovery-too-small',
    because:
      'x has a fast quorum, n2 and n3, of which n1 has not heard; it recovers the instance from its own vote for y alone, and chooses that.',
    steps: [
      ...opensFast('n1', 10, ['n2', 'n3'], ['n2', 'n3']),
      writes(30, 'n1', 'y'),
      writes(40, 'n2', 'x'),
      proposes('n2', ['n3'], 'x'),
      goesOn(50, 'n1'),
    ],
  },
  {
    mutant: 'any-though-constrained',
    because:
      'x is chosen by n1 and n2; n4 hears of the vote of n2 and opens the instance to everybody all the same: n2, n3 and n4 take y.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      phase2('n1', ['n2']),
      ...opensFast('n4', 40, ['n2', 'n3'], ['n2', 'n3']),
      writes(60, 'n4', 'y'),
      proposes('n4', ['n2', 'n3'], 'y'),
    ],
  },
  {
    mutant: 'recovery-in-same-round',
    because:
      'n1 votes for y and n2 for x; n3 says that it has not voted, and nothing forbids it to do so later in the same round: x gets its vote, and y, which the recovery picked, takes it away again.',
    steps: [
      phase1('n1', ['n2', 'n3']),
      passes({ kind: 'any', from: 'n1', to: 'n2', nth: 1 }),
      // later ones would tell n3 that the instance is in use
      passes({ kind: 'any', from: 'n1', to: 'n3', nth: 1 }),
      begins(10, 'n1', 'fast'),
      writes(30, 'n1', 'y', { client: 1 }),
      writes(40, 'n2', 'x', { client: 2 }),
      holds(150, { kind: 'propose', from: 'n2', to: 'n3' }),
      passes({ kind: 'phase2b', from: 'n3', to: 'n2' }),
      passes({ kind: 'phase2b', from: 'n2', to: 'n1' }),
      goesOn(50, 'n1'),
      passes({ kind: 'phase1a-instance', from: 'n1' }),
      passes({ kind: 'phase1b-instance', to: 'n1' }),
      holds(170, { kind: 'phase2a', from: 'n1', to: 'n2' }),
    ],
  },
  {
    mutant: 'round-reused',
    because:
      'n1 has asked for votes for x and dies before it has voted; it begins the same round again and chooses y, and then n2 takes the first 2a: both are chosen in one round.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      holds(80, { kind: 'phase2a', from: 'n1', to: 'n2', writes: 1 }),
      crashes(20.5, ['n1'], 10),
      begins(40, 'n1'),
      writes(60, 'n1', 'y'),
      // and forgets that it knows y to be chosen, so that the next leader has to pick between the two votes
      crashes(70, ['n1'], 5),
      ...leads('n2', 90, ['n1', 'n3']),
    ],
  },
  {
    mutant: 'jump-on-nack',
    because:
      'y is chosen in the round of n2; n1, which did not hear of that, is refused by n3, takes a higher round without asking anybody, and puts x over it.',
    steps: [
      ...leads('n1', 10, ['n2'], 1),
      ...proposesY('n2', [30, 40], ['n3']),
      writes(60, 'n1', 'x'),
      phase2('n1', ['n3']),
      passes({ kind: 'nack', from: 'n3', to: 'n1' }),
    ],
  },
  {
    mutant: 'mixed-reports',
    because:
      'n2 and n3 report for the first round of n1 that they have not voted; x is chosen by n1 and n2. n1 restarts, begins another round, and takes late copies of those reports for answers.',
    steps: [
      repeats(2, { kind: 'phase1a', from: 'n1', to: 'n2', nth: 1 }),
      passes({ kind: 'phase1a', from: 'n1', to: 'n3', nth: 1 }),
      holds(60.5, { kind: 'phase1b', from: 'n2', to: 'n1', nth: 2 }),
      passes({ kind: 'phase1b', from: 'n2', to: 'n1', nth: 1 }),
      holds(60.5, { kind: 'phase1b', from: 'n3', to: 'n1', nth: 1 }),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase2('n1', ['n2']),
      crashes(40, ['n1'], 10),
      begins(60, 'n1'),
      writes(80, 'n1', 'y'),
    ],
  },
  {
    mutant: 'duplicate-report',
    because:
      'n1 alone chooses x, for which every leader has to ask everybody; n2 hears n3 twice and takes that for n1, and puts y into the same instance.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      passes({ kind: 'phase1a', from: 'n2', to: 'n3' }),
      repeats(2, { kind: 'phase1b', from: 'n3', to: 'n2' }),
      begins(40, 'n2'),
      writes(60, 'n2', 'y'),
    ],
  },
  {
    mutant: 'own-vote-at-once',
    because: 'n1 alone chooses x, and says so before its vote is on disk; it dies, and the vote is gone.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      crashes(20.5, ['n1'], 10),
      ...leads('n2', 50, ['n1', 'n3']),
      writes(70, 'n2', 'y'),
    ],
  },
  {
    mutant: 'hole-filled-blindly',
    because:
      'x and z are chosen in instances 1 and 2, of which n3 knows only the second; it asks for what comes after that, and fills instance 1 with a no-op.',
    steps: [
      ...xAndZAreChosen,
      passes({ kind: 'chosen', from: 'n1', to: 'n3', writes: 3 }),
      ...finishes('n3', 50, ['n2']),
    ],
  },
  {
    mutant: 'any-from-too-low',
    because:
      'n2 finishes x in instance 1 and opens that instance to proposals all the same; n1 and n3, who do not know that it is decided, take y there.',
    steps: [
      ...n1ProposesX(['n2', 'n3']),
      crashes(40, ['n1'], 10),
      ...opensFast('n2', 70, ['n1', 'n3'], ['n1', 'n3']),
      writes(90, 'n3', 'y'),
      proposes('n3', ['n1'], 'y'),
    ],
  },
  {
    mutant: 'classic-after-any',
    because:
      'n1 has opened the fast step and puts x into instance 1 of step 0, where its own vote chooses it; n2 and n3 take y there as a proposal.',
    steps: [
      phase1('n1', ['n2', 'n3']),
      holds(60, { kind: 'any', from: 'n1', to: 'n2' }),
      any('n1', ['n3']),
      passes({ kind: 'heartbeat', from: 'n1', to: 'n2', nth: 1 }),
      begins(10, 'n1', 'fast'),
      passes({ kind: 'forward', from: 'n2', to: 'n1' }),
      writes(30, 'n2', 'x', { retry: { afterMs: 10, node: 'n1' } }),
      writes(80, 'n3', 'y'),
      proposes('n3', ['n2'], 'y'),
    ],
  },
  {
    mutant: 'incomplete-report',
    because:
      'x and z are chosen in instances 1 and 2; of the report of n2 only the part about instance 2 comes, and n3 puts a no-op into instance 1.',
    steps: [
      ...xAndZAreChosen,
      loses({ kind: 'phase1b', from: 'n2', to: 'n3', writes: 1 }),
      ...finishes('n3', 50, ['n2']),
    ],
  },
];
