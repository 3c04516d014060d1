import type { SimFault } from '../../simulation/index.ts';
import {
  any,
  begins,
  crashes,
  type Directed,
  goesOn,
  holds,
  passes,
  phase1,
  phase2,
  proposes,
  repeats,
  writes,
} from './schedule.ts';

const n3SetBack: SimFault = { atMs: 40, kind: 'clock', nodes: ['n3'], wallOffsetMs: -3_000, forMs: 500 };

export const learnerSchedules: readonly Directed[] = [
  {
    mutant: 'learner-mixes-rounds',
    because:
      'x has two votes in a fast round and one, of an acceptor that had one of these, in the recovery; n1 adds them up. The next leader sees no value that can have been chosen, and takes y.',
    steps: [
      phase1('n1', ['n2']),
      any('n1', ['n2', 'n3']),
      begins(10, 'n1', 'fast'),
      goesOn(20, 'n1'),
      writes(30, 'n1', 'x', { client: 2 }),
      proposes('n1', ['n2'], 'x'),
      writes(40, 'n3', 'y', { client: 1 }),
      passes({ kind: 'phase2b', from: 'n3', to: 'n1', round: { step: 1 } }),
      phase1('n3', ['n2']),
      begins(70, 'n3'),
      phase2('n3', ['n2']),
    ],
  },
  {
    mutant: 'learner-ignores-value',
    because:
      'n1 counts two votes for x and one for y in a fast round as three; the next leader sees one of each, which cannot have been chosen, and takes y.',
    steps: [
      phase1('n1', ['n2']),
      any('n1', ['n2', 'n3']),
      begins(10, 'n1', 'fast'),
      writes(30, 'n1', 'x', { client: 2 }),
      proposes('n1', ['n2'], 'x'),
      writes(40, 'n3', 'y', { client: 1 }),
      passes({ kind: 'phase2b', from: 'n3', to: 'n1', round: { step: 1 } }),
      phase1('n3', ['n2']),
      begins(70, 'n3'),
      phase2('n3', ['n2']),
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
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase1('n2', ['n3']),
      begins(30, 'n2'),
      writes(40, 'n2', 'y'),
      phase2('n2', ['n3']),
      passes({ kind: 'chosen', from: 'n2', to: 'n1' }),
    ],
  },
  {
    mutant: 'applies-past-a-hole',
    because: 'n3 hears that z is chosen in instance 2 before it hears of x in instance 1, and never executes x.',
    steps: [
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      writes(30, 'n1', 'z'),
      phase2('n1', ['n2']),
      passes({ kind: 'chosen', from: 'n1', to: 'n3', writes: 3 }),
    ],
  },
  {
    mutant: 'no-sessions',
    because:
      'x is 1, and then another client writes 3 over it; a second copy of the first command comes late, is chosen again, and is executed again.',
    steps: [
      phase1('n1', ['n2']),
      passes({ kind: 'heartbeat', from: 'n1', to: 'n2', nth: 1 }),
      begins(10, 'n1'),
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
      phase1('n1', ['n2']),
      passes({ kind: 'heartbeat', from: 'n1', to: 'n2', nth: 1 }),
      begins(10, 'n1'),
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
    steps: [
      phase1('n1', ['n2', 'n3']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      crashes(40, ['n1'], 10),
      phase1('n2', ['n3', 'n4']),
      begins(60, 'n2'),
      writes(80, 'n2', 'y'),
      phase2('n2', ['n3', 'n4']),
    ],
  },
  {
    mutant: 'apply-reads-clock',
    because: 'The clock of n3 is set back between x and y, and n3 leaves out y, which seems to be older.',
    steps: [
      phase1('n1', ['n2']),
      begins(10, 'n1'),
      writes(20, 'n1', 'x'),
      phase2('n1', ['n2']),
      passes({ kind: 'chosen', from: 'n1', to: 'n3' }),
      { faults: [n3SetBack] },
      writes(60, 'n1', 'y'),
    ],
  },
];
