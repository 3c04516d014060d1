import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Children } from './children.ts';
import type { LoadedCluster } from './cluster.ts';
import { diskCeiling } from './disk-ceiling.ts';
import { startEtcdCluster } from './etcd-cluster.ts';
import type { Throughput } from './latencies.ts';
import { measure } from './load.ts';
import type { BenchOptions } from './options.ts';
import { quorumSizes, sizesText, startPaxosCluster } from './paxos-cluster.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** One line of the result. `clients` is null for the raw disk. */
export type Measurement = Readonly<{
  system: string;
  nodes: number;
  quorums: string;
  clients: number | null;
  throughput: Throughput;
}>;

/** About as much as one write of one client takes up in a journal. */
const ceilingAppendBytes = 256;

/**
 * Measures everything that `options` ask for, one after the other, and tells of each result when it is there. Data lie
 * in a directory on the disk of the checkout, which is removed on every way out, as are the processes.
 */
export async function benchmarkNode(options: BenchOptions, told: (measurement: Measurement) => void): Promise<void> {
  await using children = new Children();
  using directory = temporaryDirectory();
  const { clusterSizes, protocols, profileDirectory, recordsInputs } = options;

  told({
    system: 'raw append and sync',
    nodes: 1,
    quorums: '',
    clients: null,
    throughput: await diskCeiling(directory.path, ceilingAppendBytes, options.secondsPerLoad),
  });
  if (options.withEtcd) {
    await using etcd = await startEtcdCluster(children, directory.path);
    await loadWithEach(etcd, { system: 'etcd', nodes: 3, quorums: 'raft' });
  }
  for (const nodes of clusterSizes) {
    for (const protocol of protocols) {
      const path = join(directory.path, `${protocol}-${nodes}`);
      mkdirSync(path);
      const sizes = quorumSizes(protocol, nodes);
      await using paxos = await startPaxosCluster(children, path, {
        protocol,
        nodes,
        sizes,
        profileDirectory,
        recordsInputs,
      });
      await loadWithEach(paxos, { system: protocol, nodes, quorums: sizesText(sizes) });
    }
  }

  async function loadWithEach(
    { kind, clientPorts }: LoadedCluster,
    about: Pick<Measurement, 'system' | 'nodes' | 'quorums'>,
  ): Promise<void> {
    const { secondsPerLoad: seconds, warmUpSeconds } = options;
    for (const clients of options.clientCounts) {
      told({ ...about, clients, throughput: await measure({ kind, clientPorts, clients, seconds, warmUpSeconds }) });
    }
  }
}
