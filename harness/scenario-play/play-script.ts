import type { Message, Value } from '#cluster-node';
import { simulate } from '../hunt/simulate.ts';
import { type Happening, recordRun } from '../message-diagram/index.ts';
import type { ClockMode, ClockSkew } from '../ports/index.ts';
import { withLeadersNamed } from '../shrink/name-leaders.ts';
import type { SimFault, SimScenario, SimViolation } from '../simulation/index.ts';

/** One thing that is to happen on a real cluster, in the order of the script. Nodes are names; `atMs` is when the simulation did it. */
export type PlayStep = Readonly<{ atMs: number }> &
  /** `isLast`: no copy of it arrives later. */
  (
    | Readonly<{ kind: 'deliver'; from: string; to: string; message: Message; isLast: boolean }>
    /** It was sent, and does not arrive. */
    | Readonly<{ kind: 'withhold'; from: string; to: string; message: Message }>
    | Readonly<{ kind: 'ask'; node: string; value: Value }>
    /** A client has its answer. */
    | Readonly<{ kind: 'answered'; node: string; value: Value }>
    | Readonly<{ kind: 'begin-round'; node: string; roundKind: 'classic' | 'fast' }>
    | Readonly<{ kind: 'recover'; node: string; instance: number }>
    /** From here on the node does by itself what time makes nodes do. */
    | Readonly<{ kind: 'let-go'; node: string }>
    | Readonly<{ kind: 'kill' | 'restart'; node: string }>
    | Readonly<{ kind: 'turn-clock'; node: string; skew: ClockSkew }>
    | Readonly<{ kind: 'right-clock'; node: string }>
  );

/** What happens in a scenario until it is healed, or why a real cluster cannot be made to do it, in one line. */
export type PlayScript = Readonly<{
  steps: readonly PlayStep[];
  /** How the clocks of nodes are to lie; null: they do not. */
  clock: ClockMode | null;
  /** Nothing follows sooner than in the simulation, because leases run out by time and not by messages. */
  isPaced: boolean;
  objection: string | null;
}>;

/**
 * The order of what happens in a simulated run of `scenario`, for a cluster on which every message waits to be released. What was
 * lost is never released; how long things took does not matter, but for their order.
 */
export function playScript(given: SimScenario): PlayScript {
  const scenario = withAftermath(given);
  const { names, outcome, happenings } = recordRun(scenario, { oracles: 'off' });
  const before = happenings.filter(({ atMs }) => atMs < scenario.healAtMs);
  const objection = objectionTo(scenario, before);
  const { faults } = withLeadersNamed(scenario, outcome);
  const steps =
    objection === null
      ? inOrder(
          stepsOfFaults(scenario, faults),
          before.flatMap((one, place) => stepsOf(one, before.slice(place + 1), names, faults)),
        )
      : [];
  return { steps, clock: clockModeOf(scenario), isPaced: scenario.reads === 'lease', objection };
}

/** In this time what is wrong comes to the others, as far as messages bring it there. */
const aftermathMs = 300;

/** An oracle objects when something wrong is sent; it has to arrive before anybody else can see it. */
function withAftermath(scenario: SimScenario): SimScenario {
  const { violation } = simulate(scenario);
  const { healAtMs } = scenario;
  if (violation === null || !isPlayable(scenario, violation)) return scenario;
  return { ...scenario, healAtMs: Math.max(healAtMs, violation.atMs + aftermathMs) };
}

/** Whether nothing that leads to the violation is left to timeouts: what shrinking for real nodes has to keep. */
export function isPlayable({ roundsBy, healAtMs }: SimScenario, { atMs }: Pick<SimViolation, 'atMs'>): boolean {
  return roundsBy === 'request' && atMs < healAtMs;
}

/** What only a simulated disk does. */
const onlySimulated: Readonly<Record<string, string>> = {
  'failed-sync': 'a sync that fails',
  corrupt: 'a damaged journal',
};

function objectionTo(scenario: SimScenario, happenings: readonly Happening[]): string | null {
  const { roundsBy, lostForGood, faults } = scenario;
  if (roundsBy !== 'request') return 'its rounds begin by timeouts, whose order a real cluster decides by itself';
  if (lostForGood.length > 0) return 'nodes are lost for good in it';
  const fault = faults.map(({ kind }) => onlySimulated[kind]).find((words) => words !== undefined);
  if (fault !== undefined) return `it needs ${fault}, which only the simulator has`;
  if (ratesIn(scenario) && jumpsIn(scenario)) return 'clocks both jump and run at other rates in it';
  if (scenario.reads === 'lease' && happenings.some(({ kind }) => kind === 'crashed')) {
    return 'nodes start again in it while a lease holds, and real ones take as long to start';
  }
  const isTorn = happenings.some((one) => one.kind === 'crashed' && (one.append === 'lost' || one.append === 'torn'));
  return isTorn
    ? 'a crash in it loses what was being written, and a kill loses nothing that was handed to the system'
    : null;
}

function clockModeOf(scenario: SimScenario): ClockMode | null {
  if (ratesIn(scenario)) return 'rate';
  return jumpsIn(scenario) ? 'wall' : null;
}

function ratesIn({ clockRates, faults }: SimScenario): boolean {
  return (
    Object.keys(clockRates).length > 0 || faults.some((fault) => fault.kind === 'clock' && fault.rate !== undefined)
  );
}

function jumpsIn({ faults }: SimScenario): boolean {
  return faults.some((fault) => fault.kind === 'clock' && fault.wallOffsetMs !== undefined);
}

/** What is done to the cluster at set times, in their order. Crashes are told by the nodes that crash. */
function stepsOfFaults({ clockRates, healAtMs }: SimScenario, faults: readonly SimFault[]): readonly PlayStep[] {
  const begun = Object.entries(clockRates).map(
    ([node, rate]): PlayStep => ({ atMs: 0, kind: 'turn-clock', node, skew: { kind: 'rate', rate } }),
  );
  const steps = faults.flatMap((fault): readonly PlayStep[] => {
    const { atMs } = fault;
    if (fault.kind === 'begin-round' || fault.kind === 'recover' || fault.kind === 'let-go') return [fault];
    return fault.kind === 'clock'
      ? fault.nodes.flatMap((node): readonly PlayStep[] => [
          { atMs, kind: 'turn-clock', node, skew: skewOf(fault) },
          { atMs: atMs + fault.forMs, kind: 'right-clock', node },
        ])
      : [];
  });
  return [...begun, ...steps].filter(({ atMs }) => atMs < healAtMs).sort((one, other) => one.atMs - other.atMs);
}

function skewOf({ rate, wallOffsetMs = 0 }: Extract<SimFault, { kind: 'clock' }>): ClockSkew {
  return rate === undefined ? { kind: 'jump', offsetMs: wallOffsetMs } : { kind: 'rate', rate };
}

/** What is done to the cluster comes before what happens at its moment. */
function inOrder(done: readonly PlayStep[], happened: readonly PlayStep[]): readonly PlayStep[] {
  return [...done, ...happened].sort((one, other) => one.atMs - other.atMs);
}

/** `later`: what happens after it. */
function stepsOf(
  happening: Happening,
  later: readonly Happening[],
  names: readonly string[],
  faults: readonly SimFault[],
): readonly PlayStep[] {
  const nameOf = (node: number): string => names[node] ?? '';
  const { atMs } = happening;
  switch (happening.kind) {
    case 'delivered': {
      const { message } = happening;
      const ends = { from: nameOf(happening.from), to: nameOf(happening.to) };
      const isAgain = (one: Happening): boolean =>
        one.kind === 'delivered' && one.message === message && one.from === happening.from && one.to === happening.to;
      return [{ atMs, kind: 'deliver', ...ends, message, isLast: !later.some(isAgain) }];
    }
    case 'missed': {
      const { message } = happening;
      const ends = { from: nameOf(happening.from), to: nameOf(happening.to) };
      return isOwnInitiative(ends.from, atMs, faults) ? [] : [{ atMs, kind: 'withhold', ...ends, message }];
    }
    case 'asked':
      return [{ atMs, kind: 'ask', node: nameOf(happening.node), value: happening.value }];
    case 'answered':
      return [{ atMs, kind: 'answered', node: nameOf(happening.node), value: happening.value }];
    case 'crashed':
      return [{ atMs, kind: 'kill', node: nameOf(happening.node) }];
    case 'started':
      return atMs === 0 ? [] : [{ atMs, kind: 'restart', node: nameOf(happening.node) }];
    case 'trace':
    case 'durable':
    case 'stopped':
    case 'fault':
    case 'violation':
      return []; // it follows by itself, or is among the faults
  }
}

/** What a node sends by its own clock comes when it comes. */
function isOwnInitiative(node: string, atMs: number, faults: readonly SimFault[]): boolean {
  return faults.some((fault) => fault.kind === 'let-go' && fault.node === node && fault.atMs <= atMs);
}
