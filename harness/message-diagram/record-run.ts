import { nodeNames } from '#quorums';
import { simulate } from '../hunt/simulate.ts';
import type { RunOptions, SimOutcome, SimScenario } from '../simulation/index.ts';
import { faultTold } from './fault-words.ts';
import type { Happening } from './happening.ts';
import { RunRecorder } from './run-recorder.ts';

/** A run with all that happened in it, in order. */
export type RecordedRun = Readonly<{ names: readonly string[]; outcome: SimOutcome; happenings: readonly Happening[] }>;

/** Runs a scenario and writes down what happens. To listen changes nothing. */
export function recordRun(scenario: SimScenario, options: Pick<RunOptions, 'until' | 'oracles'> = {}): RecordedRun {
  const recorder = new RunRecorder();
  const outcome = simulate(scenario, {
    ...options,
    listener: recorder.listener,
    watch: (cluster) => recorder.watch(cluster),
  });
  const names = nodeNames(scenario.system);
  const { happenings } = recorder;
  const faults = faultsOf(scenario, outcome, names);
  const all = inOrder(happenings, faults);
  const { violation } = outcome;
  if (violation === null) return { names, outcome, happenings: all };
  const { atMs, atEvent, judge, message } = violation;
  const end: Happening = { atMs, event: atEvent, kind: 'violation', words: `${judge}: ${message}` };
  return { names, outcome, happenings: [...all, end] };
}

/** The beginnings and the ends of faults, as far as the run came. */
function faultsOf(scenario: SimScenario, outcome: SimOutcome, names: readonly string[]): readonly Happening[] {
  const { healAtMs } = scenario;
  const rows = scenario.faults.flatMap((fault, place): Happening[] => {
    const leader = outcome.leaders.find((one) => one.fault === place)?.leader;
    const told = faultTold(fault, names, leader);
    if (told === null || fault.atMs >= healAtMs) return [];
    const nodes = told.nodes.map((node) => names.indexOf(node));
    const begin: Happening = { atMs: fault.atMs, event: 0, kind: 'fault', nodes, words: told.words };
    const endMs = told.forMs === null ? healAtMs : fault.atMs + told.forMs;
    return endMs >= healAtMs ? [begin] : [begin, { ...begin, atMs: endMs, words: `no more: ${told.words}` }];
  });
  const healed: Happening = {
    atMs: healAtMs,
    event: 0,
    kind: 'fault',
    nodes: names.map((_, node) => node),
    words: 'everything is healed',
  };
  return [...rows, healed].filter(({ atMs }) => atMs <= outcome.endedAtMs).sort((a, b) => a.atMs - b.atMs);
}

/** A fault comes before what happens at its moment, with the number of the event that came before it. */
function inOrder(happenings: readonly Happening[], faults: readonly Happening[]): readonly Happening[] {
  const all: Happening[] = [];
  let next = 0;
  let event = 0;
  const take = (untilMs: number): void => {
    for (let fault = faults[next]; fault !== undefined && fault.atMs <= untilMs; fault = faults[next]) {
      all.push({ ...fault, event });
      next += 1;
    }
  };
  for (const happening of happenings) {
    take(happening.atMs);
    all.push(happening);
    event = happening.event;
  }
  take(Number.POSITIVE_INFINITY);
  return all;
}
