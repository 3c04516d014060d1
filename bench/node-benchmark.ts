import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Children } from './children.ts';
import type { LoadedCluster } from './cluster.ts';
import { diskCeiling } from './disk-ceiling.ts';
import { startEtcdCluster } from './etcd-cluster.ts';
import type { Throughput } from './latencies.ts';
import { measure } from './load.ts';
import type { BenchOptions } from './options.ts';
import { quorumSizes, startPaxosCluster } from './paxos-cluster.ts';

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

const cacheDirectory = join(import.meta.dirname, '..', 'node_modules', '.cache');

/**
 * Measures everything that `options` ask for, one after the other, and tells of each result when it is there. Data lie
 * in a directory on the disk of the checkout, which is removed on every way out, as are the processes.
 */
export async function benchmarkNode(options: BenchOptions, told: (measurement: Measurement) => void): Promise<void> {
  await using children = new Children();
  using directory = temporaryDirectory();
  const { clusterSizes, protocols, profileDirectory } = options;

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
      await using paxos = await startPaxosCluster(children, path, { protocol, nodes, profileDirectory });
      const { phase1, classic, fast } = quorumSizes(protocol, nodes);
      const quorums = [phase1, classic, ...(fast === null ? [] : [fast])].join('/');
      await loadWithEach(paxos, { system: protocol, nodes, quorums });
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

function temporaryDirectory(): Disposable & { readonly path: string } {
  mkdirSync(cacheDirectory, { recursive: true });
  const path = mkdtempSync(join(cacheDirectory, 'bench-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.on('exit', remove);
  return {
    path,
    [Symbol.dispose]: () => {
      process.off('exit', remove);
      remove();
    },
  };
}
