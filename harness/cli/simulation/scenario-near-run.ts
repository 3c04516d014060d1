import { readHistory } from '#checker';
import { HarnessError, UsageError } from '../../harness-error.ts';
import type { Clock } from '../../ports/index.ts';
import { commandsSentAgain, type FoundFailing, findFailing, scenarioOfRun } from '../../replay-run/index.ts';
import { readJson, runFiles } from '../../run-store.ts';
import { workloads } from '../../run-workload.ts';
import { readPlan } from '../../stored-run.ts';

export type NearRunRequest = Readonly<{
  directory: string;
  clock: Clock;
  /** So many tries were made before; 0: none. */
  after: number;
  timeLimitMs: number;
  stop: AbortSignal;
  observe(line: string): void;
}>;

/** Findings about what the protocol did; a stall, say, has no cause that could be found again near the run. */
const convictingRows: ReadonlySet<unknown> = new Set(['a checker objects', 'alarm in a node']);

/**
 * A scenario of the simulator that fails as the stored run in `directory` did, which was judged invalid: what clients and the nemesis did
 * then, near to when they did it. Null: no such scenario was found in time.
 * @throws UsageError when no checker objected and no node raised an alarm; HarnessError, HistoryError
 */
export async function scenarioNearRun(request: NearRunRequest): Promise<FoundFailing | null> {
  const { directory, observe } = request;
  const files = runFiles(directory);
  const plan = readPlan(files);
  if (plan.messages !== null) {
    throw new HarnessError(
      'RUN_UNREADABLE',
      `${directory} was made message by message; its schedule is in plan.json, small as it is.`,
    );
  }
  const objections = objectionsIn(readJson(files.results));
  if (objections.length === 0) {
    throw new UsageError(
      `neither a checker objects to ${directory} nor a node raised an alarm: there is nothing to shrink. Judge it again with "check" if that is wrong.`,
    );
  }
  const { ops } = await readHistory(files.history);
  const scenario = scenarioOfRun(plan, ops, commandsSentAgain(files, plan));
  observe(scenario.because);
  const checker = workloads[plan.workload].checker;
  const seenByClients = objections.some((sentence) => sentence.startsWith(checker));
  const found = await findFailing({
    ...request,
    scenario,
    seenByClients,
    observe: ({ tries }) => {
      if (tries % 10 === 0) observe(`${tries} tries`);
    },
  });
  if (found === null) return null;
  observe(`try ${found.tries} fails in the simulator too`);
  return { ...found, scenario: { ...found.scenario, because: scenario.because } };
}

/** What checkers and nodes objected to, as `results.json` tells it. */
function objectionsIn(results: unknown): readonly string[] {
  if (typeof results !== 'object' || results === null || !('findings' in results)) return [];
  const { findings } = results;
  if (!Array.isArray(findings)) return [];
  return findings.flatMap((finding: unknown) => {
    const { row, sentence } = (finding ?? {}) as Record<string, unknown>;
    return convictingRows.has(row) && typeof sentence === 'string' ? [sentence] : [];
  });
}
