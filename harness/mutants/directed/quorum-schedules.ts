import { finishes, n1ProposesX, proposesY, twoForXOneForY, xIsChosen } from './openings.ts';
import { begins, type Directed, phase2, type Step, writes } from './schedule.ts';

/** After two votes for x and one for y in a fast round n3, which voted for y, begins a round and hears n2. */
const twoAgainstOne: readonly Step[] = [...twoForXOneForY, ...finishes('n3', 60, ['n2'])];

export const quorumSchedules: readonly Directed[] = [
  {
    mutant: 'phase1-too-small',
    because: 'x is chosen by n1 and n2; n3 leads by its own report alone and puts y into the same instance.',
    steps: [...xIsChosen, begins(40, 'n3'), writes(60, 'n3', 'y'), phase2('n3', ['n2'])],
  },
  {
    mutant: 'classic-too-small',
    because: 'n1 takes its own vote for x for a quorum; n2 and n3 know nothing of it and choose y.',
    steps: [...n1ProposesX(['n2']), ...proposesY('n2', [40, 60], ['n3'])],
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
    steps: [...n1ProposesX(['n2']), ...proposesY('n3', [40, 60], ['n2'])],
  },
  {
    mutant: 'live-majority',
    because: 'n1 hears of nobody and so is a majority of those whom it hears of; n2 and n3 are another one.',
    steps: [begins(10, 'n1'), writes(20, 'n1', 'x'), ...proposesY('n2', [40, 60], ['n3'])],
  },
];
