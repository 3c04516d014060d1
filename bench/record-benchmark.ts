import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Children } from './children.ts';
import type { LoadTimes } from './closed-loop.ts';
import { LoadGenerator } from './load.ts';
import { costsBetween, sumOfCosts } from './node-costs.ts';
import { nodeStatus } from './node-status.ts';
import type { Protocol } from './options.ts';
import { type PaxosCluster, quorumSizes, startPaxosCluster } from './paxos-cluster.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** What `npm run bench -- record` compares. */
export type RecordBenchOptions = Readonly<{
  protocols: readonly Protocol[];
  nodes: number;
  clients: number;
  /** How often the two clusters are started anew: processes of one program differ in speed for as long as they live. */
  clusters: number;
  /** How many pairs of slices each two clusters give. */
  pairs: number;
  secondsPerSlice: number;
  warmUpSeconds: number;
}>;

/** What one cluster did in one slice of time. `cpuMs`: processor time of all nodes, user and system, per write. */
export type Slice = Readonly<{ perSecond: number; cpuMs: number }>;

/** Two slices, one right after the other: nodes that record what they are given, and nodes that do not. */
export type SlicePair = Readonly<{ recording: Slice; plain: Slice }>;

/** Load goes on for so long before a slice counts, so that what the other cluster still does is over. */
const leadInSeconds = 0.2;

/**
 * Compares nodes that record with nodes that do not, in short slices by turns: whatever else the machine does meanwhile, it does to both.
 * Which one goes first changes with each pair. Tells of the pairs of each two clusters when all of them are there.
 */
export async function benchmarkRecording(
  options: RecordBenchOptions,
  told: (protocol: Protocol, pairs: readonly SlicePair[]) => void,
): Promise<void> {
  await using children = new Children();
  using directory = temporaryDirectory();
  for (const protocol of options.protocols) {
    for (let number = 0; number < options.clusters; number += 1) {
      const path = join(directory.path, `${protocol}-${number}`);
      told(protocol, await comparedPairs(children, path, protocol, options));
    }
  }
}

async function comparedPairs(
  children: Children,
  path: string,
  protocol: Protocol,
  { nodes, clients, pairs, secondsPerSlice, warmUpSeconds }: RecordBenchOptions,
): Promise<readonly SlicePair[]> {
  const start = (name: string, recordsInputs: boolean): Promise<PaxosCluster> => {
    mkdirSync(join(path, name), { recursive: true });
    const sizes = quorumSizes(protocol, nodes);
    const parts = { protocol, nodes, sizes, profileDirectory: null, recordsInputs };
    return startPaxosCluster(children, join(path, name), parts);
  };
  await using recordingCluster = await start('recording', true);
  await using plainCluster = await start('plain', false);
  await using recordingLoad = new LoadGenerator({ ...recordingCluster, clients });
  await using plainLoad = new LoadGenerator({ ...plainCluster, clients });
  const recordingSlice = (times: LoadTimes): Promise<Slice> => slice(recordingCluster, recordingLoad, times);
  const plainSlice = (times: LoadTimes): Promise<Slice> => slice(plainCluster, plainLoad, times);

  const warmUp = { warmUpSeconds: 0, seconds: warmUpSeconds };
  await recordingSlice(warmUp);
  await plainSlice(warmUp);
  const times = { warmUpSeconds: leadInSeconds, seconds: secondsPerSlice };
  const compared: SlicePair[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    if (pair % 2 === 0) {
      const recording = await recordingSlice(times);
      compared.push({ recording, plain: await plainSlice(times) });
    } else {
      const plain = await plainSlice(times);
      compared.push({ recording: await recordingSlice(times), plain });
    }
  }
  return compared;
}

async function slice({ adminPorts }: PaxosCluster, load: LoadGenerator, times: LoadTimes): Promise<Slice> {
  const before = await Promise.all(adminPorts.map(nodeStatus));
  const { throughput, writes } = await load.run(times);
  const after = await Promise.all(adminPorts.map(nodeStatus));
  const costs = before.flatMap((status, node) => {
    const later = after[node];
    return later === undefined ? [] : [costsBetween(status, later)];
  });
  return { perSecond: throughput.perSecond, cpuMs: sumOfCosts(costs).cpuMs / writes };
}
