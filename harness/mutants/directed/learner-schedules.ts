import type { SimFault } from '../../simulation/index.ts';
import {
  finishes,
  n1IsFollowed,
  n1ProposesX,
  proposesY,
  twoForXOneForY,
  xAndZAreChosen,
  xIsChosen,
} from './openings.ts';
import { begins, crashes, type Directed, goesOn, holds, passes, phase2, repeats, writes } from './schedule.ts';

const n3SetBack: SimFault = { atMs: 40, kind: 'clock', nodes: ['n3'], wallOffsetMs: -3_000, forMs: 500 };

export const learnerSchedules: readonly Directed[] = [
  {
    mutant: 'learner-mixes-rounds',
    because:
      'x has two votes in a fast round and one, of an acceptor that had one of these, in the recovery; n1 adds them up. The next leader sees no value that can have been chosen, and takes y.',
    steps: [
      ...twoForXOneForY,
      goesOn(20, 'n1'),
      passes({ kind: 'phase2b', from: 'n3', to: 'n1', round: { step: 1 } }),
      ...finishes('n3', 70, ['n2']),
    ],
  },
  {
    mutant: 'learner-ignores-value',
    because:
      'n1 counts two votes for x and one for y in a fast round as three; the next leader sees one of each, which cannot have been chosen, and takes y.',
    steps: [
      ...twoForXOneForY,
      passes({ kind: 'phase2b', from: 'n3', to: 'n1', round: { step: 1 } }),
      ...finishes('n3', 70, ['n2']),
    ],
  },
  {
    mutant: 'duplicate-vote',
    because:
      'A classic quorum is all three. n1 gets the vote of n2 for x twice and takes that for the vote of n3; n3, which has voted for nothing, leads by its own report and gets everybody to vote for y.',
    steps: [
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      passes({ kind: 'phase2a', from: 'n1', to: 'n2' }),
      repeats(2, { kind: 'phase2b', from: 'n2', to: 'n1' }),
      // so that its round is above that of n1
      begins(40, 'n3'),
      writes(60, 'n3', 'y'),
      phase2('n3', ['n1', 'n2']),
    ],
  },
  {
    mutant: 'commit-by-index',
    because:
      'n1 alone has voted for x; n2 and n3 choose y in the same instance. n1 hears that the instance is decided, and takes its own vote for the decision.',
    steps: [
      ...n1ProposesX(['n2']),
      ...proposesY('n2', [30, 40], ['n3']),
      passes({ kind: 'chosen', from: 'n2', to: 'n1' }),
    ],
  },
  {
    mutant: 'applies-past-a-hole',
    because: 'n3 hears that z is chosen in instance 2 before it hears of x in instance 1, and never executes x.',
    steps: [...xAndZAreChosen, passes({ kind: 'chosen', from: 'n1', to: 'n3', writes: 3 })],
  },
  {
    mutant: 'no-sessions',
    because:
      'x is 1, and then another client writes 3 over it; a second copy of the first command comes late, is chosen again, and is executed again.',
    steps: [
      ...n1IsFollowed,
      repeats(50, { kind: 'forward', from: 'n2', to: 'n1' }),
      phase2('n1', ['n2']),
      passes({ kind: 'chosen', from: 'n1', to: 'n2' }),
      writes(30, 'n2', 'x'),
      writes(50, 'n1', 'z', { key: 'x' }),
    ],
  },
  {
    mutant: 'highest-sequence-only',
    because:
      'A client has x and y on their way, and y is executed first; x passes for a duplicate then, and is answered as if it had been executed.',
    steps: [
      ...n1IsFollowed,
      holds(60, { kind: 'forward', from: 'n2', to: 'n1' }),
      phase2('n1', ['n2']),
      writes(30, 'n2', 'x', { retry: { afterMs: 40, node: 'n1' } }),
      writes(40, 'n1', 'y', { client: 1 }),
    ],
  },
  {
    mutant: 'early-answer',
    because:
      'n1 answers on its own vote for x and dies; the others know nothing of it and choose y in the same instance.',
    steps: [...n1ProposesX(['n2', 'n3']), crashes(40, ['n1'], 10), ...proposesY('n2', [60, 80], ['n3', 'n4'])],
  },
  {
    mutant: 'apply-reads-clock',
    because: 'The clock of n3 is set back between x and y, and n3 leaves out y, which seems to be older.',
    steps: [
      ...xIsChosen,
      passes({ kind: 'chosen', from: 'n1', to: 'n3' }),
      { faults: [n3SetBack] },
      writes(60, 'n1', 'y'),
    ],
  },
];
