import { randomInt } from 'node:crypto';
import { systemText } from '#quorums';
import { defaultEnvironment } from '../environment-named.ts';
import { exitStatus, type RunOutcome, strongestOutcome } from '../exit-status.ts';
import { UsageError } from '../harness-error.ts';
import { wholeNumber } from '../option-values.ts';
import { prepareRun } from '../prepare-run.ts';
import { readQuorumSystem } from '../quorums-file.ts';
import type { RunPlan } from '../run-plan.ts';
import { type RunRequest, runDefaults } from '../run-request.ts';
import { scenarios } from '../scenarios/catalogue.ts';
import { carryOut } from './carry-out.ts';
import { Interrupts } from './interrupts.ts';
import { errorLine } from './print-error.ts';
import { removeAllLeftOvers } from './remove-all-left-overs.ts';

/** The options of `run` as commander gives them. */
export type RunCommandOptions = Partial<Omit<RunRequest, 'quorums'>> &
  Readonly<{ quorums?: string; store: string; testCount: string; json?: boolean }>;

/** Runs a scenario once or several times, each with the next seed; the strongest outcome is the exit status. */
export async function runCommand(named: string | undefined, options: RunCommandOptions): Promise<number> {
  const { store, testCount, json, quorums: quorumsFile, ...request } = options;
  const scenario = named ?? scenarioOf(request.workload);
  const quorums = quorumsFile === undefined ? undefined : readQuorumSystem(quorumsFile);
  const firstSeed = request.seed === undefined ? randomInt(2 ** 31) : wholeNumber('--seed', request.seed, 0, seedMax);
  const count = wholeNumber('--test-count', testCount, 1, testCountMax);
  const prepared = Array.from({ length: count }, (_, run) =>
    prepareRun(scenario, { ...request, quorums, seed: String(firstSeed + run) }),
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

/** Where no scenario is named: the one that is about the workload. */
function scenarioOf(workload: string = runDefaults.workload): string {
  return scenarios.some(({ name }) => name === workload) ? workload : runDefaults.workload;
}

const testCountMax = 1_000_000;
const seedMax = Number.MAX_SAFE_INTEGER - testCountMax;

type Surroundings = Readonly<{ store: string; isJson: boolean; interrupts: Interrupts }>;

/** One run with its report. A failure of the harness is told and does not keep the other runs from happening. */
async function runOnce(plan: RunPlan, { store, isJson, interrupts }: Surroundings): Promise<RunOutcome> {
  const { scenario, protocol, quorums, seed } = plan;
  say(`${scenario}: ${protocol}, ${systemText(quorums)}, on ${plan.environment}, seed ${seed}`);
  try {
    const { judgement, results, summary } = await carryOut(plan, { store, interrupts });
    process.stdout.write(isJson ? `${JSON.stringify(results)}\n` : summary);
    return judgement.verdict;
  } catch (error) {
    if (error instanceof UsageError) throw error;
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

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
