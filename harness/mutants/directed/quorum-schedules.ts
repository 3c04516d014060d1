import { any, begins, type Directed, phase1, phase2, proposes, type Step, writes } from './schedule.ts';

/** In the fast round of n1 n1 and n2 vote for x, and n3 votes for y, which comes first in the order of values; then n3 begins a round and hears n2. */
const twoAgainstOne: readonly Step[] = [
  phase1('n1', ['n2']),
  any('n1', ['n2', 'n3']),
  begins(10, 'n1', 'fast'),
  writes(30, 'n1', 'x', { client: 2 }),
  proposes('n1', ['n2'], 'x'),
  writes(40, 'n3', 'y', { client: 1 }),
  phase1('n3', ['n2']),
  begins(60, 'n3'),
  phase2('n3', ['n2']),
];

export const quorumSchedules: readonly Directed[] = [
  {
    mutant: 'phase1-too-small',
    because: 'x is chosen by n1 and n2; n3 leads by its own report alone and puts y into the same instance.',
    steps: [
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase2('n1', ['n2']),
      begins(40, 'n3'),
      writes(60, 'n3', 'y'),
      phase2('n3', ['n2']),
    ],
  },
  {
    mutant: 'classic-too-small',
    because: 'n1 takes its own vote for x for a quorum; n2 and n3 know nothing of it and choose y.',
    steps: [
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase1('n2', ['n3']),
      begins(40, 'n2'),
      writes(60, 'n2', 'y'),
      phase2('n2', ['n3']),
    ],
  },
  {
    mutant: 'fast-too-small',
    because:
      'n1 takes two votes for x in a fast round for a quorum; the next leader sees one for x and one for y, either of which may have got another, and takes y.',
    steps: twoAgainstOne,
  },
  {
    mutant: 'fast-counted-as-classic',
    because:
      'n1 takes two votes for x in a fast round for a quorum, as in a classic one; the next leader sees one for x and one for y, neither of which can have been chosen, and takes y.',
    steps: twoAgainstOne,
  },
  {
    mutant: 'heads-for-weights',
    because:
      'n1 weighs 2 and alone chooses x; n2 and n3, who together weigh no more, are two heads and so a phase-1 quorum, and choose y.',
    steps: [
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase1('n3', ['n2']),
      begins(40, 'n3'),
      writes(60, 'n3', 'y'),
      phase2('n3', ['n2']),
    ],
  },
  {
    mutant: 'live-majority',
    because: 'n1 hears of nobody and so is a majority of those whom it hears of; n2 and n3 are another one.',
    steps: [
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase1('n2', ['n3']),
      begins(40, 'n2'),
      writes(60, 'n2', 'y'),
      phase2('n2', ['n3']),
    ],
  },
];
