import { finishes, leads, n1ProposesX, opensFast, proposesY, xIsChosen } from './openings.ts';
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

/** Owners are chosen so that rounds grow with the names of their owners: (1, n1) is below (1, n2). */
export const acceptorSchedules: readonly Directed[] = [
  {
    mutant: 'forgetful-promise',
    because:
      'n3 promises the round of n2 and loses that promise in a crash, so a late 2a of the round of n1 makes it vote there: x and then y are chosen in instance 1.',
    steps: [
      ...n1ProposesX(['n3']),
      holds(60, { kind: 'phase2a', from: 'n1', to: 'n3' }),
      phase2('n1', ['n3']),
      ...leads('n2', 30, ['n3']),
      // n2 asks after its own sync, at 31; n3 hears of it at 32 and has not written its promise before 33
      crashes(32.5, ['n3'], 10),
      writes(50, 'n2', 'y'),
      holds(80, { kind: 'phase2a', from: 'n2', to: 'n3' }),
      phase2('n2', ['n3']),
    ],
  },
  {
    mutant: 'unsynced-vote',
    because:
      'n2 tells its vote for x and loses it in a crash; x is acknowledged, and the next leader, which hears n2 and n3, knows nothing of it.',
    steps: [...xIsChosen, crashes(21.5, ['n2'], 10), ...proposesY('n3', [50, 60], ['n2'])],
  },
  {
    mutant: 'torn-vote',
    because:
      'n1 voted for x in round 1; it dies while it writes its vote for y in round 2, and comes back with x in round 2: the next leader sees y and x in one round, and takes x though y is chosen.',
    steps: [
      ...n1ProposesX(['n2']),
      ...proposesY('n2', [30, 40], ['n3'], ['n1', 'n3']),
      // the 2a comes at 41, and its two records are on disk at 42; half and a bit more is the first of them
      crashes(41.5, ['n1'], 10, 0.6),
      ...finishes('n3', 70, ['n1']),
    ],
  },
  {
    mutant: 'stale-accept',
    because:
      'n3 has promised the round of n2 and votes in that of n1 all the same: x is chosen there, and then y, of which n2 could not know better.',
    steps: [
      ...n1ProposesX(['n3']),
      holds(60, { kind: 'phase2a', from: 'n1', to: 'n3' }),
      phase2('n1', ['n3']),
      ...proposesY('n2', [30, 70], ['n3']),
    ],
  },
  {
    mutant: 'vote-is-no-promise',
    because:
      'n3 votes for y in the round of n2, which chooses it, and then for x in the lower round of n1; the next leader hears n1 and n3, sees only x, and x is chosen too.',
    steps: [
      ...n1ProposesX(['n2'], 1),
      holds(80, { kind: 'phase2a', from: 'n1', to: 'n3' }),
      ...proposesY('n2', [30, 40], ['n4'], ['n3', 'n4']),
      // its second round would be below that of n2
      begins(95, 'n1'),
      begins(100, 'n1'),
      phase1('n1', ['n3'], 3),
      phase2('n1', ['n3', 'n4'], 3),
    ],
  },
  {
    mutant: 'promise-reported-as-vote',
    because:
      'n1 voted for x in round 1 and promised round 3; it reports x as a vote of round 3, and so x outdoes y, which round 2 had chosen.',
    steps: [
      ...n1ProposesX(['n2']),
      ...leads('n2', 30, ['n3'], 2),
      writes(40, 'n2', 'y'),
      phase2('n2', ['n3'], 2),
      passes({ kind: 'phase1a', from: 'n2', to: 'n1', round: { number: 3 } }),
      begins(60, 'n2'),
      ...finishes('n3', 80, ['n1']),
    ],
  },
  {
    mutant: 'double-vote',
    because:
      'In one instance of a fast round all three vote for x, and then for y: n2 learns y, and n1, which hears of the first votes later, learns x.',
    steps: [
      ...opensFast('n1', 10, ['n2'], ['n2', 'n3']),
      writes(30, 'n1', 'x'),
      passes({ kind: 'propose', from: 'n1', writes: 1 }),
      holds(60, { kind: 'phase2b', to: 'n1', writes: 1 }),
      writes(40, 'n2', 'y'),
      passes({ kind: 'propose', from: 'n2', writes: 2 }),
      passes({ kind: 'phase2b', to: 'n2', writes: 2 }),
    ],
  },
  {
    mutant: 'omits-chosen',
    because:
      'x is chosen by n1 and n2, and n2 knows it; it says nothing of it to n3, which puts y into the same instance.',
    steps: [...xIsChosen, passes({ kind: 'chosen', from: 'n1', to: 'n2' }), ...proposesY('n3', [40, 60], ['n2'])],
  },
  {
    mutant: 'ghost-any',
    because:
      'Nobody has sent ANY. n2 leads round 2 and finishes x in instance 1, which that alone chooses; n1 and n3, who know nothing of it, take y for the same instance in the fast step.',
    steps: [
      ...leads('n1', 10, ['n2', 'n3']),
      writes(20, 'n2', 'x'),
      ...leads('n2', 40, ['n1', 'n3']),
      writes(60, 'n3', 'y'),
      proposes('n3', ['n1'], 'y'),
    ],
  },
  {
    mutant: 'forgotten-instance-promise',
    because:
      'n3 promises that it will not vote in the fast round of instance 1 any more, and forgets that in a crash: y is chosen by the recovery, and x in the fast round by a proposal that comes late.',
    steps: [
      phase1('n1', ['n2', 'n3']),
      repeats(150, { kind: 'any', from: 'n1', to: 'n3', nth: 1 }),
      any('n1', ['n2']),
      begins(10, 'n1', 'fast'),
      writes(30, 'n1', 'y', { client: 1 }),
      writes(40, 'n2', 'x', { client: 2 }),
      holds(190, { kind: 'propose', from: 'n2', to: 'n3' }),
      passes({ kind: 'phase2b', from: 'n2', to: 'n1', round: { step: 1 } }),
      goesOn(50, 'n1'),
      passes({ kind: 'phase1a-instance', from: 'n1' }),
      passes({ kind: 'phase1b-instance', to: 'n1' }),
      crashes(130, ['n3'], 10),
      passes({ kind: 'phase2b', from: 'n3', to: 'n2', round: { step: 1 } }),
    ],
  },
];
