import { exitStatus } from '../../exit-status.ts';
import { UsageError } from '../../harness-error.ts';
import { replayRun, replayText } from '../../replay-run/index.ts';
import { runFiles } from '../../run-store.ts';
import { readPlan } from '../../stored-run.ts';
import { askedDiagram, type DiagramOptions } from './asked-diagram.ts';
import { replaySimulatedRun } from './replay-simulated-run.ts';

/** Those of `replay`. */
export type StoredReplayOptions = DiagramOptions & Readonly<{ json?: boolean }>;

/**
 * Repeats a stored run: of the simulator as a whole; of processes or containers each node is given once more what it was given then,
 * and the exit status is 0 when every node did the same, 2 otherwise. @throws UsageError
 */
export async function replayStoredRun(directory: string, options: StoredReplayOptions): Promise<number> {
  const before = runFiles(directory);
  const plan = readPlan(before);
  const isJson = options.json === true;
  if (plan.environment === 'sim') {
    return replaySimulatedRun({ before, plan }, askedDiagram(options, plan.nodes), isJson);
  }
  refuseDiagram(directory, options);
  const replay = replayRun(before, plan);
  process.stdout.write(isJson ? `${JSON.stringify(replay)}\n` : replayText(replay));
  return replay.isSame ? exitStatus.valid : exitStatus.unknown;
}

/** Real nodes are replayed one by one: what was asked for is refused rather than left out. @throws UsageError */
function refuseDiagram(directory: string, { until, around, svg, all }: StoredReplayOptions): void {
  const asked = Object.entries({ until, around, svg, all }).find(([, value]) => value !== undefined);
  if (asked === undefined) return;
  throw new UsageError(
    `--${asked[0]} is for what ran in the simulator, and the nodes of ${directory} are compared one by one; of a convicted run "shrink" makes a scenario.`,
  );
}
