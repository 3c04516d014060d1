import type { SimFault, SimJudge, SimOperation, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/**
 * Makes what is left plain to read: no clocks that are off, no retries, few nodes per fault, small values, round times. True when
 * something has become so.
 */
export async function simplify(trials: Trials): Promise<boolean> {
  let hasChanged = false;
  for (const step of steps) {
    if (trials.isOver) break;
    if (await step(trials)) hasChanged = true;
  }
  return hasChanged;
}

type Step = (trials: Trials) => Promise<boolean>;

const steps: readonly Step[] = [
  plainClocks,
  plainReads,
  withoutRetries,
  smallerFaults,
  earlier,
  shorterEnd,
  roundTimes,
  fewerNames,
];

async function plainClocks(trials: Trials): Promise<boolean> {
  if (Object.keys(trials.best.clockRates).length === 0) return false;
  if (await trials.accepts({ ...trials.best, clockRates: {} })) return true;
  const before = Object.entries(trials.best.clockRates);
  let hasChanged = false;
  for (const [node] of before) {
    const rates = Object.fromEntries(Object.entries(trials.best.clockRates).filter(([name]) => name !== node));
    if (await trials.accepts({ ...trials.best, clockRates: rates })) hasChanged = true;
  }
  return hasChanged;
}

async function plainReads(trials: Trials): Promise<boolean> {
  return trials.best.reads !== 'log' && trials.accepts({ ...trials.best, reads: 'log' });
}

async function withoutRetries(trials: Trials): Promise<boolean> {
  return eachOperation(trials, ({ retry, ...rest }) => (retry === undefined ? [] : [rest]));
}

/** One node, one link, or half of the time. */
async function smallerFaults(trials: Trials): Promise<boolean> {
  return eachFault(trials, (fault) => {
    if ('nodes' in fault && fault.nodes.length > 1) return fault.nodes.map((node) => without(fault, node));
    if (fault.kind === 'cut' && fault.links.length > 1) {
      return fault.links.map((link) => ({ ...fault, links: fault.links.filter((other) => other !== link) }));
    }
    return [];
  });
}

function without<Fault extends Extract<SimFault, { nodes: readonly string[] }>>(fault: Fault, node: string): Fault {
  return { ...fault, nodes: fault.nodes.filter((other) => other !== node) };
}

/** Everything so much earlier. */
async function earlier(trials: Trials): Promise<boolean> {
  let hasChanged = false;
  for (const byMs of [2_000, 1_000, 500, 200, 100]) {
    while (!trials.isOver && canShift(trials.best, byMs) && (await trials.accepts(shifted(trials.best, byMs)))) {
      hasChanged = true;
    }
  }
  return hasChanged;
}

function canShift({ operations, faults, healAtMs }: SimScenario, byMs: number): boolean {
  return [...operations, ...faults].every(({ atMs }) => atMs >= byMs) && healAtMs >= byMs;
}

function shifted(scenario: SimScenario, byMs: number): SimScenario {
  const back = (ms: number): number => Math.max(0, ms - byMs);
  return withTimes(scenario, back, { ...scenario, healAtMs: back(scenario.healAtMs) });
}

/** What is only known at the end; everything else is seen when it happens. */
const seenAtTheEnd: ReadonlySet<SimJudge> = new Set<SimJudge>(['linearizability', 'transactions', 'stall']);

/** Healing right after the violation, or, if that needs healing, soon after the last thing that happens. */
async function shorterEnd(trials: Trials): Promise<boolean> {
  const { operations, faults, healAtMs } = trials.best;
  const { judge, atMs } = trials.violation;
  if (!seenAtTheEnd.has(judge)) {
    const after = Math.ceil((atMs + 1) / 100) * 100;
    if (after === healAtMs) return false;
    if (await trials.accepts({ ...trials.best, healAtMs: after }, 'unhealed')) return true;
    if (atMs < healAtMs) return false;
  }
  const last = Math.max(0, ...[...operations, ...faults].map((one) => one.atMs));
  const candidates = [10, 100, 500, 1_000].map((more) => Math.ceil((last + more) / 100) * 100);
  const sooner = candidates.filter((ms) => ms < healAtMs).map((ms) => ({ ...trials.best, healAtMs: ms }));
  return trials.acceptsOneOf(sooner);
}

/** All times at once, as round as possible; then each by itself. */
async function roundTimes(trials: Trials): Promise<boolean> {
  const grains = [100, 10, 1, 0.1];
  const rounded = (grain: number) => (ms: number) => tidy(Math.round(ms / grain) * grain);
  let hasChanged = false;
  for (const grain of grains) {
    const all = withTimes(trials.best, rounded(grain), trials.best);
    if (isSame(all, trials.best)) break;
    if (await trials.accepts(all)) {
      hasChanged = true;
      break;
    }
  }
  for (const grain of grains) {
    const round = rounded(grain);
    const isOff = (ms: number): boolean => round(ms) !== ms;
    const ofOperation = (one: SimOperation): readonly SimOperation[] =>
      isOff(one.atMs) && isCoarser(one.atMs, grain) ? [{ ...one, atMs: round(one.atMs) }] : [];
    const ofFault = (one: SimFault): readonly SimFault[] => {
      const tidied = withFaultTimes(one, round);
      return JSON.stringify(tidied) === JSON.stringify(one) ? [] : [tidied];
    };
    if (await eachOperation(trials, ofOperation)) hasChanged = true;
    if (await eachFault(trials, ofFault)) hasChanged = true;
    if (await eachRule(trials, round)) hasChanged = true;
  }
  return hasChanged;
}

/** False when `ms` is a multiple of a coarser grain already. */
function isCoarser(ms: number, grain: number): boolean {
  return Math.abs(ms / grain - Math.round(ms / grain)) > 1e-9;
}

/** Sums of tenths are no tenths. */
function tidy(ms: number): number {
  return Number(ms.toFixed(3));
}

function isSame(one: SimScenario, other: SimScenario): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withTimes(scenario: SimScenario, time: (ms: number) => number, rest: SimScenario): SimScenario {
  return {
    ...rest,
    operations: scenario.operations.map((one) => ({ ...one, atMs: time(one.atMs) })),
    faults: scenario.faults.map((fault) => ({ ...fault, atMs: time(fault.atMs) })),
    messages: scenario.messages.map((rule) => {
      const { fromMs, untilMs } = rule.match;
      const match = {
        ...rule.match,
        ...(fromMs === undefined ? {} : { fromMs: time(fromMs) }),
        ...(untilMs === undefined ? {} : { untilMs: time(untilMs) }),
      };
      const { action } = rule;
      return { match, action: action.kind === 'hold' ? { ...action, untilMs: time(action.untilMs) } : action };
    }),
  };
}

function withFaultTimes(fault: SimFault, time: (ms: number) => number): SimFault {
  const moved = { ...fault, atMs: time(fault.atMs) };
  return 'forMs' in moved ? { ...moved, forMs: time(moved.forMs) } : moved;
}

/** How long a rule delays, and its times, each rule by itself. */
async function eachRule(trials: Trials, round: (ms: number) => number): Promise<boolean> {
  let hasChanged = false;
  for (const place of trials.best.messages.keys()) {
    const rule = trials.best.messages[place];
    if (rule === undefined || trials.isOver) break;
    const { action } = rule;
    const tidied =
      action.kind === 'delay'
        ? { ...action, byMs: round(action.byMs) }
        : action.kind === 'repeat'
          ? { ...action, afterMs: round(action.afterMs) }
          : action;
    if (JSON.stringify(tidied) === JSON.stringify(action)) continue;
    const messages = trials.best.messages.with(place, { ...rule, action: tidied });
    if (await trials.accepts({ ...trials.best, messages })) hasChanged = true;
  }
  return hasChanged;
}

/** Clients, keys and values in the order in which they come; a value that several operations share stays shared. */
async function fewerNames(trials: Trials): Promise<boolean> {
  const { operations } = trials.best;
  const clients = new Map(
    [...new Set(operations.map(({ client }) => client))].map((client, place) => [client, place + 1]),
  );
  const keys = new Map([...new Set(operations.map(({ key }) => key))].map((key, place) => [key, keyName(place)]));
  const values = new Map(
    [...new Set(operations.flatMap(({ f, value }) => (f === 'write' ? [JSON.stringify(value)] : [])))].map(
      (value, place) => [value, place + 1],
    ),
  );
  const isPlain = operations.every(({ f }) => f === 'read' || f === 'write');
  const renamed = operations.map((one) => ({
    ...one,
    client: clients.get(one.client) ?? one.client,
    key: isPlain ? (keys.get(one.key) ?? one.key) : one.key,
    value: isPlain && one.f === 'write' ? (values.get(JSON.stringify(one.value)) ?? one.value) : one.value,
  }));
  const candidate = { ...trials.best, operations: renamed };
  return !isSame(candidate, trials.best) && trials.accepts(candidate);
}

function keyName(place: number): string {
  return ['x', 'y', 'z'][place] ?? `k${place + 1}`;
}

/** Tries for each operation what it may become, the first that is accepted. */
async function eachOperation(trials: Trials, become: (one: SimOperation) => readonly SimOperation[]): Promise<boolean> {
  let hasChanged = false;
  for (const place of trials.best.operations.keys()) {
    const one = trials.best.operations[place];
    if (one === undefined || trials.isOver) break;
    const candidates = become(one).map((other) => ({
      ...trials.best,
      operations: trials.best.operations.with(place, other),
    }));
    if (await trials.acceptsOneOf(candidates)) hasChanged = true;
  }
  return hasChanged;
}

async function eachFault(trials: Trials, become: (one: SimFault) => readonly SimFault[]): Promise<boolean> {
  let hasChanged = false;
  for (const place of trials.best.faults.keys()) {
    const one = trials.best.faults[place];
    if (one === undefined || trials.isOver) break;
    const candidates = become(one).map((other) => ({ ...trials.best, faults: trials.best.faults.with(place, other) }));
    if (await trials.acceptsOneOf(candidates)) hasChanged = true;
  }
  return hasChanged;
}
