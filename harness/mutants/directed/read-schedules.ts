import type { SimFault } from '../../simulation/index.ts';
import { leads, opensFast, proposesY, xIsChosen } from './openings.ts';
import { crashes, type Directed, goesOn, holds, passes, reads, type Step, writes } from './schedule.ts';

/** Confirmations pass between n1, which leads, and n2. */
const confirmed: Step = {
  messages: [
    ...(passes({ kind: 'confirm', from: 'n1', to: 'n2' }).messages ?? []),
    ...(passes({ kind: 'confirmation', from: 'n2', to: 'n1' }).messages ?? []),
  ],
};

/** All vote for x in a fast round, of which n2 hears and n1, which leads and is confirmed, does not. */
const countedByN2Alone: readonly Step[] = [
  ...opensFast('n1', 10, ['n2'], ['n2', 'n3']),
  writes(30, 'n2', 'x'),
  passes({ kind: 'propose', from: 'n2' }),
  passes({ kind: 'phase2b', to: 'n2', round: { step: 1 } }),
  confirmed,
];

/** n1 leads with leases of all others until 100 ms; then nobody hears it any more. */
const leased: readonly Step[] = [
  ...leads('n1', 10, ['n2', 'n3']),
  goesOn(20, 'n1'),
  passes({ kind: 'lease-request', from: 'n1', untilMs: 100 }),
  passes({ kind: 'lease-grant', to: 'n1', untilMs: 100 }),
];

const n1SetBack: SimFault = { atMs: 200, kind: 'clock', nodes: ['n1'], wallOffsetMs: -3_000, forMs: 1_200 };

export const readSchedules: readonly Directed[] = [
  {
    mutant: 'local-read',
    because: 'x is chosen by n1 and n2, and n3 has not heard of it; it answers a read from its own state.',
    steps: [...xIsChosen, reads(40, 'n3', 'x')],
  },
  {
    mutant: 'lease-without-margin',
    because:
      'The clock of n1 is slow and those of n2 and n3 are fast: by theirs the lease is over, and they choose y; by its own it still lasts, and it answers a read without y.',
    clockRates: { n1: 0.85, n2: 1.15, n3: 1.15 },
    steps: [...leased, ...proposesY('n2', [1_000, 1_020], ['n3']), reads(1_040, 'n1', 'y')],
  },
  {
    mutant: 'lease-on-wall-clock',
    because:
      'The wall clock of n1 is set back by three seconds, and so its lease lasts as much longer; n2 and n3 choose y when it is over for them, and n1 answers a read without it.',
    steps: [...leased, { faults: [n1SetBack] }, ...proposesY('n2', [1_200, 1_220], ['n3']), reads(1_240, 'n1', 'y')],
  },
  {
    mutant: 'lease-forgotten',
    because:
      'n2 and n3 have granted a lease to n1 and restart; they answer the 1a of n2 at once and choose y, while n1 answers a read on its lease.',
    steps: [...leased, crashes(150, ['n2', 'n3'], 10), ...proposesY('n2', [200, 220], ['n3']), reads(240, 'n1', 'y')],
  },
  {
    mutant: 'client-side-learning',
    because:
      'n2 counts three votes for x in a fast round and answers its client; n1, which leads and is confirmed, has not heard of these votes, and answers a read without x.',
    steps: [...countedByN2Alone, reads(50, 'n1', 'x')],
  },
  {
    mutant: 'any-learner-answers',
    because:
      'n2 has counted three votes for x in a fast round and tells n3, which executes x and shows it to a client; n1, which leads and is confirmed, has not heard of these votes, and answers the next read without x.',
    steps: [
      ...countedByN2Alone,
      passes({ kind: 'heartbeat', from: 'n1', to: 'n3', nth: 1 }),
      goesOn(60, 'n3'),
      passes({ kind: 'learn', from: 'n3', to: 'n2' }),
      passes({ kind: 'chosen', from: 'n2', to: 'n3' }),
      passes({ kind: 'read-request', from: 'n3', to: 'n1' }),
      passes({ kind: 'read-index', from: 'n1', to: 'n3' }),
      reads(250, 'n3', 'x'),
      reads(300, 'n1', 'x'),
    ],
  },
  {
    mutant: 'reads-before-recovery',
    because:
      'x is chosen by n1 and n2; n3 leads next and has proposed x again, but knows of no decision yet when it answers a read.',
    steps: [
      ...xIsChosen,
      ...leads('n3', 40, ['n2']),
      passes({ kind: 'confirm', from: 'n3', to: 'n2' }),
      passes({ kind: 'confirmation', from: 'n2', to: 'n3' }),
      reads(60, 'n3', 'x'),
    ],
  },
  {
    mutant: 'confirms-after-promising',
    because:
      'n2 has promised the round of n3, which chose y, and still confirms that n1 is in office; n1 answers a read without y.',
    steps: [...leads('n1', 10, ['n2']), ...proposesY('n3', [40, 60], ['n2']), confirmed, reads(80, 'n1', 'y')],
  },
  {
    mutant: 'grants-after-promising',
    because:
      'n2 has promised the round of n3, which chose y, and grants a lease to n1 after that; n1 answers a read on it, without y.',
    steps: [
      ...leads('n1', 10, ['n2']),
      goesOn(20, 'n1'),
      ...proposesY('n3', [40, 60], ['n2']),
      passes({ kind: 'lease-request', from: 'n1', to: 'n2', fromMs: 80 }),
      passes({ kind: 'lease-grant', from: 'n2', to: 'n1' }),
      reads(180, 'n1', 'y'),
    ],
  },
  {
    mutant: 'joins-confirmation',
    because:
      'n2 confirms that n1 is in office, promises the round of n3, which chooses y, and its confirmation arrives after that; a read that came to n1 in the meantime is answered by it.',
    steps: [
      ...leads('n1', 10, ['n2']),
      reads(40, 'n1', 'y'),
      passes({ kind: 'confirm', from: 'n1', to: 'n2' }),
      holds(120, { kind: 'confirmation', from: 'n2', to: 'n1', nth: 1 }),
      ...proposesY('n3', [60, 80], ['n2']),
      { operations: [{ atMs: 100, client: 11, node: 'n1', f: 'read', key: 'y', value: null }] },
    ],
  },
];
