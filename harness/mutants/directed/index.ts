import type { SimScenario } from '../../simulation/index.ts';
import { acceptorSchedules } from './acceptor-schedules.ts';
import { coordinatorSchedules } from './coordinator-schedules.ts';
import { learnerSchedules } from './learner-schedules.ts';
import { pickingSchedules } from './picking-schedules.ts';
import { quorumSchedules } from './quorum-schedules.ts';
import { readSchedules } from './read-schedules.ts';
import { begins, crashes, type Directed, phase1, phase2, scenarioOf, writes } from './schedule.ts';

const amnesia: Directed = {
  mutant: 'amnesia',
  because:
    'n2 votes for x, restarts, and knows nothing of it; x is acknowledged, and the next leader, which hears n2 and n3, chooses y.',
  steps: [
    phase1('n1', ['n2']),
    begins(10, 'n1'),
    writes(20, 'n1', 'x'),
    phase2('n1', ['n2']),
    crashes(40, ['n2'], 10),
    phase1('n3', ['n2']),
    begins(60, 'n3'),
    writes(80, 'n3', 'y'),
    phase2('n3', ['n2']),
  ],
};

/** For each mutant, by its name, a scenario that convicts it in one run. */
export const directedScenarios: ReadonlyMap<string, SimScenario> = new Map(
  [
    ...acceptorSchedules,
    ...pickingSchedules,
    ...quorumSchedules,
    ...coordinatorSchedules,
    ...learnerSchedules,
    ...readSchedules,
    amnesia,
  ].map((schedule) => [schedule.mutant, scenarioOf(schedule)]),
);
