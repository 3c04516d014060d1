import type { SimScenario } from '../../simulation/index.ts';
import { acceptorSchedules } from './acceptor-schedules.ts';
import { coordinatorSchedules } from './coordinator-schedules.ts';
import { learnerSchedules } from './learner-schedules.ts';
import { proposesY, xIsChosen } from './openings.ts';
import { pickingSchedules } from './picking-schedules.ts';
import { quorumSchedules } from './quorum-schedules.ts';
import { readSchedules } from './read-schedules.ts';
import { crashes, type Directed, scenarioOf } from './schedule.ts';

const amnesia: Directed = {
  mutant: 'amnesia',
  because:
    'n2 votes for x, restarts, and knows nothing of it; x is acknowledged, and the next leader, which hears n2 and n3, chooses y.',
  steps: [...xIsChosen, crashes(40, ['n2'], 10), ...proposesY('n3', [60, 80], ['n2'])],
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
