import { type CrashTolerance, crashTolerance, type QuorumPath, type QuorumSystem, withoutFast } from '#quorums';
import { HarnessError } from '../harness-error.ts';
import type { Environment } from '../ports/index.ts';
import { prepareRun } from '../prepare-run.ts';
import { openRun, writeJson } from '../run-store.ts';
import { paxosSystem } from '../systems/paxos.ts';
import { type KillPlan, killPlan } from './kill-plan.ts';
import { measurePath, type PathSightings } from './measure-path.ts';

export type Predictions = Readonly<Record<QuorumPath, CrashTolerance | null>>;

export type AvailabilityRequest = Readonly<{
  system: QuorumSystem;
  environment: Environment;
  seed: number;
  storeDirectory: string;
  /** For the names of directories, for example `20261122T014915`. */
  startedAt: string;
  /** What the measurement is held against (default: what follows from the quorums). */
  predictions?: Predictions;
  signal: AbortSignal;
  /** Takes a line about what is being done. */
  say: (line: string) => void;
}>;

/** What was foretold of one path, and what was seen. `sightings` null: it could not be measured, and `problem` says why. */
export type MeasuredPath = Readonly<{
  path: QuorumPath;
  survives: number;
  leader: string;
  sightings: PathSightings | null;
  problem: string | null;
  /** How many clusters it took. */
  attempts: number;
  /** Where the files of the last cluster are; null: there was none. */
  directory: string | null;
}>;

const paths: readonly QuorumPath[] = ['fast', 'classic', 'leaderChange', 'collisionRecovery'];

/**
 * A path that did not get ahead is measured again on a new cluster: a busy machine can cost a leader its office. A path that did
 * get ahead has shown that it can.
 */
const attemptsMax = 3;

/**
 * Measures every path of a system on clusters of its own, one after the other. A path of which nothing can be foretold is left
 * out; an abort ends the measurement early, and what is missing is told to be so. @throws UsageError for quorums that are not known to be safe
 */
export async function measureAvailability(request: AvailabilityRequest): Promise<readonly MeasuredPath[]> {
  const { system, predictions = crashTolerance(system) } = request;
  const measured: MeasuredPath[] = [];
  for (const path of paths) {
    const tolerance = predictions[path];
    if (tolerance === null) continue;
    measured.push(await measureUntilSeen(request, killPlan(system, path, tolerance), tolerance.survived));
  }
  return measured;
}

async function measureUntilSeen(request: AvailabilityRequest, plan: KillPlan, survives: number): Promise<MeasuredPath> {
  const { signal, say } = request;
  const { path, leader } = plan;
  let last: MeasuredPath = {
    path,
    survives,
    leader,
    sightings: null,
    problem: interrupted,
    attempts: 0,
    directory: null,
  };
  for (let attempt = 1; attempt <= attemptsMax && !signal.aborted; attempt += 1) {
    say(`${path}, ${leader} leading${attempt === 1 ? '' : `, once more (${attempt} of ${attemptsMax})`}`);
    last = { ...(await measureOnce(request, plan, survives)), attempts: attempt };
    const { sightings, problem } = last;
    if (sightings !== null && (sightings.survived.progresses || sightings.beyond.progresses)) break;
    say(`  ${problem ?? sightings?.survived.sentence ?? ''}`);
  }
  return last;
}

const interrupted = 'interrupted';

type OneMeasurement = Omit<MeasuredPath, 'attempts'>;

async function measureOnce(request: AvailabilityRequest, plan: KillPlan, survives: number): Promise<OneMeasurement> {
  const { system, environment, seed, storeDirectory, startedAt, signal } = request;
  const { path, leader } = plan;
  const runSystem = systemFor(path, system);
  const runPlan = prepareRun('register', {
    environment: environment.name,
    seed: String(seed),
    quorums: runSystem,
    nemesis: 'none',
  });
  const run = openRun({ storeDirectory, plan: { ...runPlan, scenario: 'availability' }, startedAt });
  const { directory } = run.files;
  const place = { runId: run.id, directory, seed, steered: true };
  const told = { path, survives, leader, directory };
  let result: OneMeasurement;
  try {
    await using cluster = await environment.start(paxosSystem(runPlan, { roundsBy: 'request' }), place, signal);
    result = { ...told, sightings: await measurePath({ system: runSystem, plan, cluster, signal }), problem: null };
  } catch (error) {
    if (!signal.aborted && !(error instanceof HarnessError)) throw error;
    const problem = signal.aborted || !(error instanceof Error) ? interrupted : error.message;
    result = { ...told, sightings: null, problem };
  }
  writeJson(`${directory}/availability.json`, result);
  return result;
}

/** The classic path is measured without fast rounds, since giving up a fast round takes a phase-1 quorum. */
function systemFor(path: QuorumPath, system: QuorumSystem): QuorumSystem {
  return path === 'classic' ? withoutFast(system) : system;
}
