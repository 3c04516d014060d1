import { nodeNames } from '#quorums';
import { prepareRun } from '../prepare-run.ts';
import type { RunPlan } from '../run-plan.ts';
import type { SimScenario } from '../simulation/index.ts';
import type { PlayScript } from './play-script.ts';

/** Long enough for a read and a write through every node, so that clients see what became of it. */
const afterwards = { rate: '50', timeLimit: '3', opTimeout: '3', concurrency: '2n', nemesis: 'none' } as const;

/** The plan of a run in which `script`, of `scenario`, is made to happen on real nodes before clients go on for a while. */
export function playPlan(
  scenario: SimScenario,
  { clock }: Pick<PlayScript, 'clock'>,
  { environment }: Pick<RunPlan, 'environment'>,
): RunPlan {
  const { system, onBrokenPick, mutant, reads, seed, operations } = scenario;
  const isTransactions = operations.some(({ f }) => f === 'txn');
  const plan = prepareRun(isTransactions ? 'append' : 'register', {
    ...afterwards,
    environment,
    quorums: system,
    unsafeQuorums: true,
    onBrokenPick,
    reads,
    ...(mutant === null ? {} : { mutant }),
    seed: String(seed),
  });
  // that messages are held back is the one disturbance that a play is held to; crashes and clocks are among its steps
  return { ...plan, scenario: 'played', nodes: nodeNames(system), clock, faultKinds: ['partition'] };
}
