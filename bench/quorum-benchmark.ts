import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeStatus } from '#cluster-node';
import { Children } from './children.ts';
import { measure } from './load.ts';
import { costsBetween, costsPerDecision, meanCosts, type NodeCosts, sumOfCosts } from './node-costs.ts';
import { nodeStatus } from './node-status.ts';
import { type PaxosCluster, type QuorumSizes, startPaxosCluster } from './paxos-cluster.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A cluster whose decisions are to be paid for. */
export type QuorumSetting = Readonly<{
  nodes: number;
  sizes: Readonly<{ phase1: number; classic: number; fast: number }>;
}>;

export const quorumSettings: readonly QuorumSetting[] = [
  { nodes: 3, sizes: { phase1: 2, classic: 2, fast: 3 } },
  { nodes: 5, sizes: { phase1: 3, classic: 3, fast: 4 } },
  { nodes: 10, sizes: { phase1: 8, classic: 3, fast: 7 } },
];

export type QuorumBenchOptions = Readonly<{
  settings: readonly QuorumSetting[];
  /** How long the idle cluster, and then the load, is watched. */
  seconds: number;
  /** How many writes are outstanding, all at one home node. */
  clients: number;
}>;

/** What the decisions of one kind cost in one cluster, and whom, without what it does when idle. */
export type QuorumMeasurement = Readonly<{
  kind: 'classic' | 'fast';
  nodes: number;
  sizes: QuorumSizes;
  decisions: Readonly<{ fast: number; classic: number }>;
  /** How many rounds were begun meanwhile: none in a steady state. */
  newRounds: number;
  /** Per decision. `total` sums up all nodes; `other` is the mean of those that neither lead nor have the clients. */
  costs: Readonly<Record<'total' | 'leader' | 'home' | 'other', NodeCosts>>;
  /** Messages per second that all nodes together send when nobody asks for anything. */
  idleMessagesPerSecond: number;
}>;

const settleMs = 1_000;
/** The load begins so much earlier and ends so much later than it is watched. */
const marginMs = 1_000;

/**
 * Measures classic and fast rounds in each setting, one after the other, from what the nodes count themselves. All
 * clients have the same home node, which does not lead: its proposals reach every acceptor in one order, so that fast
 * rounds do not collide. @throws Error when another node leads at the end than at the beginning
 */
export async function benchmarkQuorums(
  { settings, seconds, clients }: QuorumBenchOptions,
  told: (measurement: QuorumMeasurement) => void,
): Promise<void> {
  await using children = new Children();
  using directory = temporaryDirectory();
  for (const { nodes, sizes } of settings) {
    for (const kind of ['classic', 'fast'] as const) {
      const path = join(directory.path, `${kind}-${nodes}`);
      mkdirSync(path);
      const used: QuorumSizes = kind === 'fast' ? sizes : { ...sizes, fast: null };
      const protocol = kind === 'fast' ? 'fast-flexible' : 'flexible';
      await using cluster = await startPaxosCluster(children, path, {
        protocol,
        nodes,
        sizes: used,
        profileDirectory: null,
        recordsInputs: false,
      });
      told({ kind, nodes, sizes: used, ...(await watch(cluster, seconds, clients)) });
    }
  }
}

async function watch(
  cluster: PaxosCluster,
  seconds: number,
  clients: number,
): Promise<Omit<QuorumMeasurement, 'kind' | 'nodes' | 'sizes'>> {
  await sleep(settleMs);
  const idle = await watched(cluster, seconds, async () => undefined);
  const leader = leaderOf(idle.after);
  const home = leader === 0 ? 1 : 0;
  const homePort = cluster.clientPorts[home];
  if (homePort === undefined) throw new Error('there is no home node beside the leader');
  const load = { kind: cluster.kind, clientPorts: [homePort], clients, warmUpSeconds: marginMs / 1_000 };
  const busy = await watched(cluster, seconds, () => measure({ ...load, seconds: seconds + marginMs / 1_000 }));
  if (leaderOf(busy.after) !== leader) throw new Error('the leader changed while it was watched; try again');

  const decisions = { fast: decided(busy, 'fast'), classic: decided(busy, 'classic') };
  const timesAsLong = busy.seconds / idle.seconds;
  const all = busy.costs.map((costs, node) =>
    costsPerDecision(costs, { costs: at(idle.costs, node), timesAsLong }, decisions.fast + decisions.classic),
  );
  const others = all.filter((_, node) => node !== leader && node !== home);
  return {
    decisions,
    newRounds: highestRound(busy.after) - highestRound(busy.before),
    costs: { total: sumOfCosts(all), leader: at(all, leader), home: at(all, home), other: meanCosts(others) },
    idleMessagesPerSecond: sumOfCosts(idle.costs).sentMessages / idle.seconds,
  };
}

type Watched = Readonly<{
  before: readonly NodeStatus[];
  after: readonly NodeStatus[];
  costs: readonly NodeCosts[];
  seconds: number;
}>;

/** Asks all nodes at the beginning and at the end of `seconds`, which lie within what `act` does. */
async function watched(cluster: PaxosCluster, seconds: number, act: () => Promise<unknown>): Promise<Watched> {
  const acted = act();
  await sleep(marginMs * 1.5);
  const startMs = performance.now();
  const before = await statuses(cluster);
  await sleep(seconds * 1_000);
  const elapsedMs = performance.now() - startMs;
  const after = await statuses(cluster);
  await acted;
  const costs = before.map((status, node) => costsBetween(status, at(after, node)));
  return { before, after, costs, seconds: elapsedMs / 1_000 };
}

function statuses({ adminPorts }: PaxosCluster): Promise<NodeStatus[]> {
  return Promise.all(adminPorts.map(nodeStatus));
}

function leaderOf(of: readonly NodeStatus[]): number {
  const leader = of.findIndex(({ leads }) => leads);
  if (leader === -1) throw new Error('no node leads; try again');
  return leader;
}

function decided({ before, after }: Watched, kind: 'fast' | 'classic'): number {
  const count = (of: readonly NodeStatus[]): number => of.reduce((sum, { decisions }) => sum + decisions[kind], 0);
  return count(after) - count(before);
}

function highestRound(of: readonly NodeStatus[]): number {
  return Math.max(...of.map(({ round }) => round.n));
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
}
