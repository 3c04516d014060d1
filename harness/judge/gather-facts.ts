import {
  type Availability,
  measureAvailability,
  type Op,
  type Operation,
  type OperationSummary,
  pairOps,
  summarizeOperations,
  type TimeWindow,
} from '#checker';
import { quorumFamily } from '#quorums';
import type { RunObservations } from '../run-observations.ts';
import type { RunPlan } from '../run-plan.ts';
import type { PaxosFiles } from '../systems/paxos-files.ts';
import { clockFacts } from './clock-facts.ts';
import { type FaultWindow, faultTargets, faultWindows, healingProblems, neverProbed } from './fault-windows.ts';
import { listFacts } from './list-facts.ts';
import { predictWindow } from './predict-window.ts';
import type { NamedVerdict, RunFacts, SelfTestFacts, Successes, WindowFacts } from './run-facts.ts';
import { tightFacts } from './tight-facts.ts';

export type GatheredRun = Readonly<{
  plan: RunPlan;
  ops: readonly Op[];
  observations: RunObservations | null;
  paxos: PaxosFiles;
  verdicts: readonly NamedVerdict[];
  selfTests: readonly SelfTestFacts[];
}>;

/** What the table looks at, and what only people do. */
export type Gathered = Readonly<{ facts: RunFacts; summary: OperationSummary }>;

/** Makes the facts of a run from what is on disk. Pure. */
export function gatherFacts({ plan, ops, observations, paxos, verdicts, selfTests }: GatheredRun): Gathered {
  const operations = pairOps(ops);
  const summary = summarizeOperations(operations);
  // Without observations the controller was killed: the run ended wherever it was.
  const { isInterrupted, final, notReady } = observations ?? { isInterrupted: true, final: null, notReady: null };
  const facts: RunFacts = {
    setting: plan.quorums,
    faultKinds: plan.faultKinds,
    isInterrupted,
    ops: { invoked: operations.length, ...summary.total },
    final: final === null ? null : { ...final, ok: finalReadsOk(operations) },
    windows: windowFacts(plan, { ops, operations, isInterrupted }),
    notHealed: [...healingProblems(ops), ...(notReady === null ? [] : [notReady])],
    alarms: uniqueAlarms([...(observations?.alarms ?? []), ...paxos.alarms]),
    unexpectedExits: observations?.unexpectedExits ?? [],
    journalProblems: paxos.journalProblems,
    digests: observations?.digests ?? null,
    protocol: paxos.counts,
    tight: tightFacts(plan, quorumFamily(plan.quorums), paxos),
    recorderLagP99Ms: observations?.recorderLagP99Ms ?? null,
    hostClockMovedMs: observations?.hostClockMovedMs ?? null,
    clocks: clockFacts(faultWindows(ops), { countsLeaseReads: plan.reads === 'lease' }),
    lists: plan.workload === 'append' ? listFacts(operations) : null,
    verdicts,
    selfTests,
  };
  return { facts, summary };
}

/** A key read through a node counts once, however often it was tried. */
function finalReadsOk(operations: readonly Operation[]): number {
  const read = operations.filter(({ final, type }) => final && type === 'ok');
  return new Set(read.map(({ key, input, node }) => `${key ?? JSON.stringify(input)} ${node}`)).size;
}

function uniqueAlarms(alarms: RunFacts['alarms']): RunFacts['alarms'] {
  return [...new Map(alarms.map((alarm) => [`${alarm.node} ${alarm.message}`, alarm])).values()];
}

type WindowSources = Readonly<{ ops: readonly Op[]; operations: readonly Operation[]; isInterrupted: boolean }>;

function windowFacts(plan: RunPlan, { ops, operations, isInterrupted }: WindowSources): readonly WindowFacts[] {
  const endNs = ops.at(-1)?.timeNs ?? 0;
  const windows = faultWindows(ops);
  const family = quorumFamily(plan.quorums);
  const during = measureAvailability(operations, windows.map(duringWindow));
  const after = measureAvailability(
    operations,
    windows.map((window, place) => afterWindow(window, windows[place + 1], endNs)),
  );
  const facts = windows.map((window, place): WindowFacts => {
    const { number, kind, text, outcome, evidence, startNs, endNs: untilNs, fault } = window;
    return {
      number,
      kind,
      text,
      targets: fault === null ? '' : faultTargets(fault),
      outcome,
      evidence,
      startMs: startNs / 1e6,
      endMs: untilNs / 1e6,
      prediction: fault === null ? 'may' : predictWindow(fault, plan.nodes, family),
      during: successes(during[place]),
      counts: during[place]?.counts ?? { ok: 0, fail: 0, info: 0 },
      afterHeal: successes(after[place]),
    };
  });
  // An interrupt may fall between an injection and its probe: that window was cut off, and says nothing.
  const isCutOff = isInterrupted && windows.at(-1)?.evidence === neverProbed;
  return isCutOff ? facts.slice(0, -1) : facts;
}

function duringWindow({ number, kind, startNs, endNs }: FaultWindow): TimeWindow {
  return { name: `window ${number}`, kind, startNs, endNs };
}

function afterWindow(
  { number, kind, endNs, healedNs }: FaultWindow,
  next: FaultWindow | undefined,
  lastNs: number,
): TimeWindow {
  const startNs = healedNs ?? endNs;
  return { name: `after window ${number}`, kind, startNs, endNs: Math.max(startNs, next?.startNs ?? lastNs) };
}

function successes(availability: Availability | undefined): Successes {
  return { reads: availability?.okReads ?? 0, writes: availability?.okWrites ?? 0 };
}
