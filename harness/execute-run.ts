import { performSchedule } from '#nemesis';
import { quorumFamily } from '#quorums';
import { stagger, until } from '#workloads';
import { Clients } from './clients.ts';
import { performMessages, type StepOutcome } from './counterexample/index.ts';
import { HarnessError } from './harness-error.ts';
import { HostClockGuard } from './host-clock-guard.ts';
import { interpret } from './interpret.ts';
import { type Judgement, judgeRun } from './judge.ts';
import type { Cluster, Environment, Recorder, System } from './ports/index.ts';
import { FileRecorder } from './recorder.ts';
import type { RunObserver } from './run-event.ts';
import { type RunObservations, relativeTo } from './run-observations.ts';
import type { RunPlan } from './run-plan.ts';
import { openRun, type StoredRun, writeJson } from './run-store.ts';
import { workloads } from './run-workload.ts';
import { seededRng } from './seeded-rng.ts';
import { together } from './together.ts';
import { waitForDigests } from './wait-for-digests.ts';
import { ClusterWatch } from './watch-cluster.ts';

export type RunExecution = Readonly<{
  plan: RunPlan;
  environment: Environment;
  system: System;
  storeDirectory: string;
  /** For the directory's name, for example `20261122T014915`. */
  startedAt: string;
  /** Ends the workload early; the run is still healed, collected and judged. */
  stop: AbortSignal;
  /** Ends everything at once; nothing is left running. */
  abandon: AbortSignal;
  observe: RunObserver;
  /** Makes something happen on a steered cluster before anything else, and lets it go; absent: what the plan says. */
  play?: Play;
}>;

/** What is made to happen, message by message, and under how many process numbers from 0 its clients are recorded. */
export type Play = Readonly<{
  processes: number;
  perform(stage: PlayStage): Promise<readonly StepOutcome[]>;
}>;

/** On what it is made to happen. */
export type PlayStage = Readonly<{ cluster: Cluster; recorder: Recorder; opTimeoutMs: number; signal: AbortSignal }>;

/** The times that the end of a run may take; an interrupted run is over in half a minute. */
const patience = {
  whole: { readyMs: 20_000, finalReadsMs: 30_000, digestsMs: 15_000, judgeMs: 120_000 },
  interrupted: { readyMs: 5000, finalReadsMs: 5000, digestsMs: 2000, judgeMs: 8000 },
  /** Of nodes that were led into disagreement, some have stopped and others will not find together. */
  steered: { readyMs: 5000, finalReadsMs: 5000, digestsMs: 2000, judgeMs: 120_000 },
} as const;
/** Under which process numbers the clients are recorded that compete in a schedule of messages. */
const contenders = { x: 0, y: 1 } as const;
const finalReadsPerSecond = 500;
const recoveryMsMax = 4000;

/**
 * Carries out `plan` and judges what came of it. Whatever happens, the cluster is gone afterwards and the files are kept.
 * @throws HarnessError RUN_FAILED naming the run's directory, when the harness itself could not go on
 */
export async function executeRun(execution: RunExecution): Promise<Judgement> {
  const { plan, storeDirectory, startedAt, observe } = execution;
  const run = openRun({ storeDirectory, plan, startedAt });
  const { directory } = run.files;
  observe({ kind: 'opened', directory });
  try {
    await torture(run, execution);
    observe({ kind: 'phase', phase: 'judge' });
    const timeLimitMs = patienceOf(execution).judgeMs;
    return await judgeRun(run.files, { timeLimitMs, signal: execution.abandon });
  } catch (error) {
    throw new HarnessError('RUN_FAILED', `the run could not be finished; its files are kept in ${directory}.`, {
      cause: error,
    });
  }
}

async function torture(run: StoredRun, execution: RunExecution): Promise<void> {
  const { plan, environment, system, stop, abandon, observe } = execution;
  const { directory, history, observations: observationsFile } = run.files;
  const rng = seededRng(plan.seed);

  observe({ kind: 'phase', phase: 'start' });
  const { seed, clock: clockMode, linkDelayMs } = plan;
  const place = { runId: run.id, directory, seed, clockMode, linkDelayMs, steered: isSteered(execution) };
  await using cluster = await environment.start(system, place, AbortSignal.any([stop, abandon]));
  const { clock, nodes } = cluster;
  const workload = workloads[plan.workload];
  const keys = new Set<string>();
  using recorder = new FileRecorder(history, clock, (op) => {
    if (op.process !== 'nemesis') for (const key of workload.keysOf(op)) keys.add(key);
    observe({ kind: 'op', op });
  });
  const { resendFraction, opTimeoutMs } = plan;
  // Commands bear the names of clients, and a simulated run repeats to the last byte.
  const runId = plan.environment === 'sim' ? `sim-${seed}` : run.id;
  await using clients = new Clients({ runId, cluster, rng: rng.fork('resends'), resendFraction, opTimeoutMs });
  const watch = new ClusterWatch(cluster, observe);
  const guard = new HostClockGuard(clock);
  const play = playOf(execution);
  const firstProcess = play?.processes ?? 0;
  let processes: readonly number[] = Array.from({ length: plan.concurrency }, (_, index) => firstProcess + index);

  observe({ kind: 'phase', phase: 'workload' });
  const signal = AbortSignal.any([stop, abandon]);
  const steps = play === null ? null : await play.perform({ cluster, recorder, opTimeoutMs, signal });
  const ops = stagger(plan.ratePerSecond, workload.ops(plan));
  const startNs = clock.nowNs();
  let healedNs: number | null = null;
  // A last heal that comes late, on a busy machine, must not use up the time in which recovery is to be seen.
  const generator = until(
    () => Math.max(startNs + plan.timeLimitMs * 1e6, (healedNs ?? clock.nowNs()) + recoveryMs(plan) * 1e6),
    ops,
  );
  const watching = new AbortController();
  const watchSignal = AbortSignal.any([watching.signal, abandon]);
  const watched = Promise.all([watch.run(watchSignal), guard.run(watchSignal)]);
  await together(AbortSignal.any([stop, abandon]), [
    async (signal) => {
      processes = await interpret({ generator, clients, recorder, clock, rng: rng.fork('ops'), processes, signal });
    },
    async (signal) => {
      await performSchedule({
        schedule: plan.schedule,
        cluster,
        quorums: quorumFamily(plan.quorums),
        recorder,
        signal,
      });
      healedNs = clock.nowNs();
    },
  ]);
  watching.abort();
  await watched;
  abandon.throwIfAborted();

  observe({ kind: 'phase', phase: 'heal' });
  const { readyMs, finalReadsMs, digestsMs } = patienceOf(execution);
  const notReady = await whyNotReady(cluster, readyMs, abandon);

  observe({ kind: 'phase', phase: 'final reads' });
  const finalFromNs = clock.nowNs();
  const reads = stagger(finalReadsPerSecond, workload.finalReads([...keys], nodes));
  const finalReads = until(finalFromNs + finalReadsMs * 1e6, reads);
  const finalRng = rng.fork('final reads');
  await interpret({ generator: finalReads, clients, recorder, clock, rng: finalRng, processes, signal: abandon });
  const final = { wanted: keys.size * nodes.length, waitedMs: (clock.nowNs() - finalFromNs) / 1e6 };
  const digests = await waitForDigests(cluster, digestsMs, abandon);
  await watch.look();
  guard.look();

  observe({ kind: 'phase', phase: 'collect' });
  const collected = relativeTo(directory, await cluster.collect(abandon));
  const observations: RunObservations = {
    version: 1,
    isInterrupted: stop.aborted,
    steps,
    final,
    notReady,
    digests,
    alarms: watch.alarms(),
    unexpectedExits: cluster.unexpectedExits(),
    recorderLagP99Ms: recorder.lagP99Ms(),
    hostClockMovedMs: guard.movedMs,
    collected,
  };
  writeJson(observationsFile, observations);
}

/** Whether nodes leave it to somebody else what happens to their messages, and when rounds begin. */
function isSteered({ plan, play }: Pick<RunExecution, 'plan' | 'play'>): boolean {
  return plan.messages !== null || play !== undefined;
}

function playOf({ plan, play }: RunExecution): Play | null {
  const { messages } = plan;
  if (play !== undefined || messages === null) return play ?? null;
  return {
    processes: Object.keys(contenders).length,
    perform: (stage) => performMessages({ ...stage, schedule: messages, processes: contenders }),
  };
}

/** How long ops go on after the last heal, however late it is: most of the time that the plan leaves for it. */
function recoveryMs({ schedule, timeLimitMs }: RunPlan): number {
  const last = schedule.at(-1);
  if (last === undefined) return 0;
  const plannedMs = timeLimitMs - last.atMs - last.healAfterMs;
  return Math.min(recoveryMsMax, Math.max(0, plannedMs * 0.8));
}

function patienceOf(execution: RunExecution): (typeof patience)[keyof typeof patience] {
  if (execution.stop.aborted) return patience.interrupted;
  return isSteered(execution) ? patience.steered : patience.whole;
}

/** A node that is down for good is something to judge, and no reason to give up the run. */
async function whyNotReady(cluster: Cluster, timeoutMs: number, signal: AbortSignal): Promise<string | null> {
  try {
    await cluster.ready(timeoutMs, signal);
    return null;
  } catch (error) {
    if (error instanceof HarnessError) return error.message;
    throw error;
  }
}
