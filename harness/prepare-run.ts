import { mutants } from '#cluster-node';
import { clockModeFor, FaultPlanError, parseFaultSpecs, planSchedule } from '#nemesis';
import { type QuorumSystem, quorumFamily } from '#quorums';
import { UsageError } from './harness-error.ts';
import { decimalNumber, oneOf, suggestion, wholeNumber } from './option-values.ts';
import { planQuorums } from './plan-quorums.ts';
import type { ClockMode } from './ports/index.ts';
import { quorumRunDefaults } from './quorum-run-defaults.ts';
import { appendDefaults, type RunPlan } from './run-plan.ts';
import { type RunRequest, runDefaults } from './run-request.ts';
import { scenarios } from './scenarios/catalogue.ts';
import { seededRng } from './seeded-rng.ts';
import { simNodesMax } from './sim-nodes-max.ts';

/** What `prepareRun` is given: the options of the command line, which outrank the scenario's, which outrank the defaults. */
export type AskedRun = Partial<RunRequest> & Pick<RunRequest, 'seed'>;

/**
 * Turns a request into a plan: every option is checked, the quorums are held against the protocol's requirements, and the
 * fault schedule is drawn from the seed. Pure; nothing has started yet.
 * @throws UsageError one clear line for the first thing that makes no sense
 */
export function prepareRun(scenarioName: string, asked: AskedRun): RunPlan {
  const scenario = scenarios.find(({ name }) => name === scenarioName);
  if (scenario === undefined) {
    const known = scenarios.map(({ name }) => name);
    throw new UsageError(
      `unknown scenario "${scenarioName}"; ${suggestion(scenarioName, known)} Run "ballotproof list".`,
    );
  }
  const given = { ...scenario.options, ...withoutUndefined(asked) };
  const { nodes, protocol, quorums } = planQuorums(given);
  const defaults = isAlongQuorums(given.nemesis ?? runDefaults.nemesis, nodes) ? quorumRunDefaults : {};
  const request: RunRequest = { ...runDefaults, ...defaults, ...given, seed: asked.seed };
  const seed = wholeNumber('--seed', request.seed, 0, Number.MAX_SAFE_INTEGER);
  const concurrency = clients(request.concurrency, nodes.length);
  const timeLimitMs = secondsAsMs('--time-limit', request.timeLimit);
  const nemesisIntervalMs = secondsAsMs('--nemesis-interval', request.nemesisInterval);
  const askedClock = request.clock === undefined ? null : oneOf('--clock', request.clock, ['wall', 'rate']);
  const workload = oneOf('--workload', request.workload, ['register', 'append']);
  if (workload === 'append' && request.values !== runDefaults.values) {
    throw new UsageError(`--values is for registers; what is appended to a list is ${runDefaults.values}.`);
  }
  const faults = drawFaults(request.nemesis, { nodes, quorums, timeLimitMs, nemesisIntervalMs, askedClock, seed });
  return {
    version: 1,
    scenario: scenario.name,
    environment: environmentFor(request.environment, nodes.length),
    seed,
    nodes,
    protocol,
    quorums,
    unsafeQuorums: request.unsafeQuorums,
    onBrokenPick: oneOf('--on-broken-pick', request.onBrokenPick, ['stop', 'choose']),
    reads: oneOf('--reads', request.reads, ['log', 'index', 'lease', 'local']),
    mutant: request.mutant === undefined ? null : oneOf('--mutant', request.mutant, [...mutants.keys()]),
    workload,
    register: {
      keysInUse: Math.max(1, Math.floor(concurrency / clientsPerKey)),
      opsPerKey,
      values: oneOf('--values', request.values, ['unique', 'repeated']),
    },
    append: appendDefaults,
    resendFraction: decimalNumber('--resend', request.resend, { min: 0, max: 100, unit: 'percent' }) / 100,
    ratePerSecond: decimalNumber('--rate', request.rate, { min: 0, max: 100_000, unit: 'operations per second' }),
    concurrency,
    opTimeoutMs: secondsAsMs('--op-timeout', request.opTimeout),
    timeLimitMs,
    nemesis: request.nemesis,
    nemesisIntervalMs,
    ...faults,
    linkDelayMs: wholeNumber('--link-delay', request.linkDelay, 0, linkDelayMsMax),
    messages: null,
  };
}

/** Few enough clients on one register that the checker's search stays small, and enough that their ops overlap. */
const clientsPerKey = 3;
const opsPerKey = 300;

const clientsMax = 10_000;
const secondsMax = 1_000_000;
const linkDelayMsMax = 10_000;

function withoutUndefined(asked: AskedRun): Partial<RunRequest> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
}

function environmentFor(name: string, nodeCount: number): string {
  const environment = oneOf('--environment', name, ['docker', 'process', 'sim']);
  if (environment !== 'sim' || nodeCount <= simNodesMax) return environment;
  throw new UsageError(
    `--environment sim takes at most ${simNodesMax} nodes, not ${nodeCount}; use --environment process.`,
  );
}

/** As in Jepsen, `2n` means twice the number of nodes. */
function clients(text: string, nodeCount: number): number {
  const perNode = /^(\d+)n$/.exec(text)?.[1];
  const count = perNode === undefined ? text : String(Number(perNode) * nodeCount);
  return wholeNumber('--concurrency', count, 1, clientsMax);
}

function secondsAsMs(option: string, text: string): number {
  const seconds = decimalNumber(option, text, { min: 0.001, max: secondsMax, unit: 'seconds' });
  return Math.round(seconds * 1000);
}

/** Whether faults along quorums are all that happens: such a run has defaults of its own. */
function isAlongQuorums(nemesis: string, nodes: readonly string[]): boolean {
  const specs = withUsageErrors(() => parseFaultSpecs(nemesis, nodes));
  return specs.length > 0 && specs.every(({ kind }) => kind === 'quorum');
}

function withUsageErrors<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof FaultPlanError) throw new UsageError(`--nemesis: ${error.message}`); // which says all that the cause does
    throw error;
  }
}

type FaultRequest = Readonly<{
  nodes: readonly string[];
  quorums: QuorumSystem;
  timeLimitMs: number;
  nemesisIntervalMs: number;
  askedClock: ClockMode | null;
  seed: number;
}>;

function drawFaults(
  text: string,
  { nodes, quorums, timeLimitMs, nemesisIntervalMs: intervalMs, askedClock, seed }: FaultRequest,
): Pick<RunPlan, 'clock' | 'faultKinds' | 'schedule'> {
  return withUsageErrors(() => {
    const specs = parseFaultSpecs(text, nodes);
    const clock = clockModeFor(specs, askedClock);
    const family = quorumFamily(quorums);
    const rng = seededRng(seed).fork('schedule');
    return {
      clock,
      faultKinds: [...new Set(specs.map(({ kind }) => kind))],
      schedule: planSchedule({ specs, nodes, timeLimitMs, intervalMs, clockMode: clock, quorums: family, rng }),
    };
  });
}
