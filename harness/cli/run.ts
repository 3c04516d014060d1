import { randomInt } from 'node:crypto';
import { settingText } from '#quorums';
import { defaultEnvironment, environmentNamed } from '../environment-named.ts';
import { executeRun } from '../execute-run.ts';
import { exitStatus, type RunOutcome, strongestOutcome } from '../exit-status.ts';
import { wholeNumber } from '../option-values.ts';
import { prepareRun } from '../prepare-run.ts';
import { writeReport } from '../report/write-report.ts';
import type { RunPlan } from '../run-plan.ts';
import type { RunRequest } from '../run-request.ts';
import { runFiles } from '../run-store.ts';
import { paxosSystem } from '../systems/paxos.ts';
import { Interrupts } from './interrupts.ts';
import { errorLine } from './print-error.ts';
import { removeAllLeftOvers } from './remove-all-left-overs.ts';
import { showProgress } from './show-progress.ts';
import { sourceCommit } from './source-commit.ts';

/** The options of `run` as commander gives them. */
export type RunCommandOptions = Partial<RunRequest> & Readonly<{ store: string; testCount: string; json?: boolean }>;

/** Runs a scenario once or several times, each with the next seed; the strongest outcome is the exit status. */
export async function runCommand(scenario: string, options: RunCommandOptions): Promise<number> {
  const { store, testCount, json, ...request } = options;
  const firstSeed = request.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', request.seed, 0, seedMax);
  const count = wholeNumber('--test-count', testCount, 1, testCountMax);
  const prepared = Array.from({ length: count }, (_, run) =>
    prepareRun(scenario, { ...request, seed: String(firstSeed + run) }),
  );
  await removeAllLeftOvers(store, say);
  const plans = request.environment === undefined ? await inDefaultEnvironment(prepared) : prepared;

  using interrupts = new Interrupts(say);
  const outcomes: RunOutcome[] = [];
  for (const plan of plans) {
    if (interrupts.stop.aborted) break;
    outcomes.push(await runOnce(plan, { store, isJson: json === true, interrupts }));
  }
  return exitStatus[strongestOutcome(outcomes)];
}

const testCountMax = 1_000_000;
const seedMax = Number.MAX_SAFE_INTEGER - testCountMax;

type Surroundings = Readonly<{ store: string; isJson: boolean; interrupts: Interrupts }>;

/** One run with its report. A failure of the harness is told and does not keep the other runs from happening. */
async function runOnce(plan: RunPlan, { store, isJson, interrupts }: Surroundings): Promise<RunOutcome> {
  const environment = await environmentNamed(plan.environment, plan.faultKinds);
  const { scenario, protocol, quorums, seed } = plan;
  say(`${scenario}: ${protocol}, ${settingText(quorums)}, on ${environment.name}, seed ${seed}`);
  const { stop, abandon } = interrupts;
  let directory = store;
  try {
    await using view = showProgress();
    const judgement = await executeRun({
      plan,
      environment,
      system: paxosSystem(plan),
      storeDirectory: store,
      startedAt: timeStamp(new Date()),
      stop,
      abandon,
      observe: (event) => {
        if (event.kind === 'opened') directory = event.directory;
        view.take(event);
      },
    });
    const { results, summary } = writeReport(runFiles(directory), judgement, await sourceCommit());
    await view[Symbol.asyncDispose]();
    process.stdout.write(isJson ? `${JSON.stringify(results)}\n` : summary);
    return judgement.verdict;
  } catch (error) {
    say(errorLine(error));
    return 'failed';
  }
}

/** The plans, to be carried out where this machine can do it best; says where that is, and why. */
async function inDefaultEnvironment(plans: readonly RunPlan[]): Promise<readonly RunPlan[]> {
  const { name, reason } = await defaultEnvironment();
  say(`environment ${name}: ${reason}; --environment chooses another`);
  return plans.map((plan) => ({ ...plan, environment: name }));
}

/** Local time without punctuation, for names of directories: `20261122T014915`. */
function timeStamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}T${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
