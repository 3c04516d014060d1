import { nodeSetOf, type QuorumPath, type QuorumSystem, quorumFamily, usesFastRounds } from '#quorums';
import { HarnessError } from '../harness-error.ts';
import type { ActiveFault, Cluster } from '../ports/index.ts';
import { readPaxosFiles } from '../systems/paxos-files.ts';
import { type DecidingStep, decidedOperations } from './decided-operations.ts';
import { invokeOperations } from './invoke-operations.ts';
import { isPathOpen, type KillPlan, namesInWords } from './kill-plan.ts';
import { leaderAmong, leadsRound, putLeaderInPlace, type RoundKind, steeringOf } from './led-cluster.ts';
import { untilSeen } from './until-seen.ts';

/** What was seen of a path while some nodes were dead. */
export type PathSighting = Readonly<{
  killed: readonly string[];
  progresses: boolean;
  /** How many operations were decided on this path, of how many; null: decisions were not what was looked at. */
  decided: number | null;
  invoked: number | null;
  sentence: string;
}>;

/** With as many dead as the path survives, and with one more. */
export type PathSightings = Readonly<{ survived: PathSighting; beyond: PathSighting }>;

export type PathMeasurement = Readonly<{
  /** As the nodes run it: see `systemFor`. */
  system: QuorumSystem;
  plan: KillPlan;
  /** Steered, and nobody leads yet. */
  cluster: Cluster;
  signal: AbortSignal;
}>;

/** In milliseconds: what was on its way has arrived; how long progress is looked for. */
const times = { drain: 1_000, survived: 2_000, beyond: 3_000, election: 10_000, reopen: 500, start: 100 } as const;

/** Kills nodes as planned and looks for progress. @throws HarnessError when what it takes did not come about */
export function measurePath(measurement: PathMeasurement): Promise<PathSightings> {
  const { path } = measurement.plan;
  return path === 'leaderChange' ? measureLeaderChange(measurement) : measureDecisions(measurement, path);
}

type DecisionPath = Exclude<QuorumPath, 'leaderChange'>;

type DecisionKind = Readonly<{ step: DecidingStep; roundKind: RoundKind; atOnce: boolean; words: string }>;

/** Fast instances are invoked one by one, since a collision would make them wait for another path. */
const decisionKinds: Readonly<Record<DecisionPath, DecisionKind>> = {
  classic: { step: 0, roundKind: 'classic', atOnce: true, words: 'in classic rounds' },
  fast: { step: 1, roundKind: 'fast', atOnce: false, words: 'in fast rounds' },
  collisionRecovery: { step: 2, roundKind: 'fast', atOnce: true, words: 'by recovery' },
};

/** The leader stays alive. Only operations count that were invoked once the dead were dead and all messages had arrived. */
async function measureDecisions(measurement: PathMeasurement, path: DecisionPath): Promise<PathSightings> {
  const { plan, cluster, signal } = measurement;
  const kind = decisionKinds[path];
  await putLeaderInPlace(cluster, plan.leader, { kind: kind.roundKind, signal });
  const invoked: Record<'survived' | 'beyond', number> = { survived: 0, beyond: 0 };
  const dead: string[] = [];
  for (const window of ['survived', 'beyond'] as const) {
    const dying = window === 'survived' ? plan.killed : [plan.oneMore];
    await kill(cluster, dying, signal);
    dead.push(...dying);
    await cluster.clock.sleep(times.drain, signal);
    const homes = cluster.nodes.filter((node) => !dead.includes(node));
    invoked[window] = await invokeOperations({
      cluster,
      window,
      homes,
      atOnce: kind.atOnce,
      forMs: times[window],
      before: path === 'collisionRecovery' ? () => openFastRound(measurement, homes) : async () => {},
      signal,
    });
  }
  const { traces, counts } = await readPaxosFiles(await cluster.collect(signal));
  if (path === 'collisionRecovery' && counts.recoveries === 0 && livesFastQuorum(measurement)) {
    throw new HarnessError('NOTHING_COLLIDED', 'no two operations collided, so that nothing was there to recover.');
  }
  const sighting = (window: 'survived' | 'beyond', killed: readonly string[]): PathSighting => {
    const decided = decidedOperations(traces, kind.step, window);
    return {
      killed,
      progresses: decided > 0,
      decided,
      invoked: invoked[window],
      sentence:
        invoked[window] === 0 ? 'nobody is left' : `${decided} of ${invoked[window]} operations decided ${kind.words}`,
    };
  };
  return { survived: sighting('survived', plan.killed), beyond: sighting('beyond', [...plan.killed, plan.oneMore]) };
}

/** While one lives, only what collides takes a recovery. */
function livesFastQuorum({ system, plan, cluster }: PathMeasurement): boolean {
  const alive = cluster.nodes.filter((node) => !plan.killed.includes(node));
  return isPathOpen(quorumFamily(system), 'fast', nodeSetOf(alive, cluster.nodes));
}

/**
 * Collisions happen in fast rounds only, and a leader leaves its fast round when too few answer or too much collides: then it
 * is asked to open another one, if the living can. A fast round of which F do not live is recovered instance by instance.
 */
async function openFastRound(
  { system, plan, cluster, signal }: PathMeasurement,
  alive: readonly string[],
): Promise<void> {
  const { leader } = plan;
  const canBegin = isPathOpen(quorumFamily(system), 'leaderChange', nodeSetOf(alive, cluster.nodes));
  if (!alive.includes(leader) || !canBegin || (await leadsRound(cluster, leader, 'fast'))) return;
  await steeringOf(cluster).beginRound(leader, 'fast');
  await untilSeen(cluster.clock, () => leadsRound(cluster, leader, 'fast'), { timeoutMs: times.reopen, signal });
}

/**
 * The leader is killed together with one more than a change of leaders survives: nobody may come to lead. Then one of the
 * dead is started again, so that exactly as many are dead as it survives: somebody has to.
 */
async function measureLeaderChange({ system, plan, cluster, signal }: PathMeasurement): Promise<PathSightings> {
  const kind = usesFastRounds(system) ? 'fast' : 'classic';
  await putLeaderInPlace(cluster, plan.leader, { kind, signal });
  const others = plan.killed.filter((node) => node !== plan.leader);
  const dead = [...plan.killed, plan.oneMore];
  await kill(cluster, others, signal);
  const oneMore = await kill(cluster, [plan.oneMore], signal);
  if (plan.leader !== plan.oneMore) await kill(cluster, [plan.leader], signal);
  const kills = { what: 'kill', atNs: cluster.clock.nowNs() };
  await cluster.clock.sleep(times.drain, signal);
  const beyond = await lookForLeader(cluster, dead, kills, { timeoutMs: times.beyond, signal });
  const restart = { what: 'restart', atNs: cluster.clock.nowNs() };
  await oneMore?.heal(signal);
  await cluster.clock.sleep(times.start, signal);
  await steeringOf(cluster).letGo(); // whoever was started again waits for requests
  const survived = await lookForLeader(cluster, plan.killed, restart, { timeoutMs: times.election, signal });
  return { survived, beyond };
}

/** `last`: what was done last, from which the time is counted: somebody may come to lead before anybody looks. */
async function lookForLeader(
  cluster: Cluster,
  killed: readonly string[],
  last: Readonly<{ what: string; atNs: number }>,
  patience: Readonly<{ timeoutMs: number; signal: AbortSignal }>,
): Promise<PathSighting> {
  const alive = cluster.nodes.filter((node) => !killed.includes(node));
  let leader: string | null = null;
  await untilSeen(
    cluster.clock,
    async () => {
      leader = await leaderAmong(cluster, alive);
      return leader !== null;
    },
    patience,
  );
  const passedMs = Math.round((cluster.clock.nowNs() - last.atNs) / 1e6);
  const sentence = `${leader === null ? 'nobody' : String(leader)} leads within ${passedMs} ms of the ${last.what}`;
  return { killed, progresses: leader !== null, decided: null, invoked: null, sentence };
}

/** Null: there was nobody to kill. @throws HarnessError NODE_NOT_KILLED when one of them still lives */
async function kill(cluster: Cluster, nodes: readonly string[], signal: AbortSignal): Promise<ActiveFault | null> {
  if (nodes.length === 0) return null;
  const fault = await cluster.faults.inject({ kind: 'kill', nodes }, signal);
  const { effective, evidence } = await fault.probe(signal);
  if (!effective) throw new HarnessError('NODE_NOT_KILLED', `${namesInWords(nodes)} should be dead: ${evidence}.`);
  return fault;
}
