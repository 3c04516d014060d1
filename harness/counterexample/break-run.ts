import type { QuorumSystem } from '#quorums';
import { type AskedRun, prepareRun } from '../prepare-run.ts';
import type { RunPlan } from '../run-plan.ts';
import type { MessageSchedule } from './message-schedule.ts';

/** How the witness is shown: on which nodes, and from which seed the rest of the run is drawn. */
export type BreakRequest = Pick<AskedRun, 'environment' | 'seed'>;

/** Long enough for a read and a write through every node, so that the history has something to compare with. */
const afterwards = { rate: '100', timeLimit: '4', opTimeout: '3', concurrency: '2n', nemesis: 'none' } as const;

/**
 * The plan of a run in which `schedule` is made to happen on nodes with the quorums of `system`: those for which it was made,
 * or, as a control, others that are safe. Then the cluster is let go, and clients go on for a while.
 */
export function breakPlan(schedule: MessageSchedule, system: QuorumSystem, request: BreakRequest): RunPlan {
  const asked = { ...afterwards, ...request, onBrokenPick: schedule.onBrokenPick, unsafeQuorums: true };
  const plan = prepareRun('register', { ...asked, quorums: system });
  return { ...plan, scenario: 'counterexample', faultKinds: ['partition'], messages: schedule };
}
