import { environmentNamed } from '../environment-named.ts';
import { executeRun, type Play } from '../execute-run.ts';
import type { Judgement } from '../judge.ts';
import type { Environment } from '../ports/index.ts';
import { type RunResults, writeReport } from '../report/write-report.ts';
import type { RunObserver } from '../run-event.ts';
import type { RunPlan } from '../run-plan.ts';
import { type RunFiles, runFiles } from '../run-store.ts';
import { paxosSystem } from '../systems/paxos.ts';
import type { Interrupts } from './interrupts.ts';
import { showProgress } from './show-progress.ts';
import { sourceCommit } from './source-commit.ts';

export type CarriedOut = Readonly<{ judgement: Judgement; files: RunFiles; results: RunResults; summary: string }>;

/** With what a plan is carried out. `environment`: instead of the one that the plan names; `observe`: hears of the run as well. */
export type Surroundings = Readonly<{
  store: string;
  interrupts: Pick<Interrupts, 'stop' | 'abandon'>;
  play?: Play;
  environment?: Environment;
  observe?: RunObserver;
}>;

/**
 * Carries out a plan while a person watches, and writes its report.
 * @throws UsageError when this machine cannot; HarnessError when the harness itself failed
 */
export async function carryOut(
  plan: RunPlan,
  { store, interrupts, play, environment: given, observe }: Surroundings,
): Promise<CarriedOut> {
  const environment = given ?? (await environmentNamed(plan.environment, plan.faultKinds));
  const { stop, abandon } = interrupts;
  let directory = store;
  await using view = showProgress();
  const judgement = await executeRun({
    plan,
    environment,
    system: paxosSystem(plan, { roundsBy: plan.messages === null && play === undefined ? 'timeouts' : 'request' }),
    storeDirectory: store,
    startedAt: timeStamp(new Date()),
    stop,
    abandon,
    ...(play === undefined ? {} : { play }),
    observe: (event) => {
      if (event.kind === 'opened') directory = event.directory;
      view.take(event);
      observe?.(event);
    },
  });
  const files = runFiles(directory);
  return { judgement, files, ...writeReport(files, judgement, await sourceCommit()) };
}

/** Local time without punctuation, for names of directories: `20261122T014915`. */
export function timeStamp(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}T${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
