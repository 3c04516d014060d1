import { simulate } from '../hunt/simulate.ts';
import type { Clock, Rng } from '../ports/index.ts';
import { seededRng } from '../seeded-rng.ts';
import { convictingJudges, type SimFault, type SimNetworkSetting, type SimScenario } from '../simulation/index.ts';

export type FindRequest = Readonly<{
  scenario: SimScenario;
  /** Whether clients alone have to see it, because they did in the run. */
  seenByClients: boolean;
  clock: Clock;
  /** So many tries were made before; 0: none. */
  after: number;
  timeLimitMs: number;
  stop: AbortSignal;
  observe(progress: Readonly<{ tries: number }>): void;
}>;

/** A scenario near to the one that was asked for, which is convicted. */
export type FoundFailing = Readonly<{ scenario: SimScenario; tries: number }>;

/** Networks to try: like loopback, like a busy machine, and like one on which messages overtake each other. */
const networks: readonly SimNetworkSetting[] = [
  { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0.02, lost: 0, duplicated: 0 },
  { delayMinMs: 0.2, delayMaxMs: 8, straggling: 0.1, lost: 0, duplicated: 0 },
  { delayMinMs: 1, delayMaxMs: 20, straggling: 0.1, lost: 0.02, duplicated: 0.02 },
];
/** By how much a fault may come sooner or later than it did. */
const shiftsMs: readonly number[] = [0, 2, 30, 300];
const eventsMax = 2_000_000;

/**
 * Runs the scenario of a run with one seed after the other, its faults shifted a little, until a judge whose word convicts objects: in the
 * simulator messages do not take exactly as long as they did. Null: none was found in time.
 */
export async function findFailing(request: FindRequest): Promise<FoundFailing | null> {
  const { scenario, seenByClients, clock, after, timeLimitMs, stop, observe } = request;
  const endNs = clock.nowNs() + timeLimitMs * 1e6;
  for (let tries = after + 1; !stop.aborted && clock.nowNs() < endNs; tries += 1) {
    const candidate = variant(scenario, tries);
    const isOver = (): boolean => clock.nowNs() >= endNs;
    if (isConvicted(candidate, 'on', isOver) && (!seenByClients || isConvicted(candidate, 'off', isOver)))
      return { scenario: candidate, tries };
    observe({ tries });
    await clock.sleep(0);
  }
  return null;
}

function isConvicted(scenario: SimScenario, oracles: 'on' | 'off', isStopped: () => boolean): boolean {
  const { violation } = simulate(scenario, { oracles, until: eventsMax, isStopped });
  return violation !== null && convictingJudges.has(violation.judge);
}

/** The first tries are the scenario as it is, with each network. */
function variant(scenario: SimScenario, number: number): SimScenario {
  const rng = seededRng(number).fork('near a run');
  const network = networks[number % networks.length] ?? scenario.network;
  const shiftMs = shiftsMs[Math.floor(number / networks.length) % shiftsMs.length] ?? 0;
  const faults = scenario.faults.map((fault) => shifted(fault, shiftMs, rng));
  return { ...scenario, seed: number, network, faults: faults.toSorted((one, other) => one.atMs - other.atMs) };
}

function shifted(fault: SimFault, byMs: number, rng: Rng): SimFault {
  if (byMs === 0) return fault;
  return { ...fault, atMs: Math.max(1, Math.round(fault.atMs + (2 * rng.fraction() - 1) * byMs)) };
}
