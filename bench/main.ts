import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { etcdVersion } from './etcd-cluster.ts';
import { connectionsPerNodeMax } from './load.ts';
import { benchmarkNode } from './node-benchmark.ts';
import { BenchUsageError, benchUsage, parseBenchOptions } from './options.ts';
import { Report } from './report.ts';

// `npm run bench -- node`: what a cluster of local nodes commits; `npm run bench -- environment`: how fast containers
// start, are partitioned and are removed. Exit status: 0, 254 wrong usage, 255 it failed.

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(255));

try {
  const args = process.argv.slice(2);
  const options = args.join(' ') === 'environment' ? 'environment' : parseBenchOptions(args);
  if (options === 'environment') {
    process.exitCode = measureEnvironment();
  } else if (options === null) {
    console.log(benchUsage);
  } else {
    const version = options.withEtcd ? etcdVersion() : null;
    for (const line of preamble(options.secondsPerLoad, version, options.withEtcd)) console.log(line);
    const report = new Report();
    console.log(report.heading());
    await benchmarkNode({ ...options, withEtcd: version !== null }, (measurement) =>
      console.log(report.line(measurement)),
    );
  }
} catch (error) {
  console.error(error instanceof BenchUsageError ? error.message : error);
  process.exitCode = error instanceof BenchUsageError ? 254 : 255;
}

function measureEnvironment(): number {
  const program = join(import.meta.dirname, '..', 'harness/environments/docker/measure-docker.ts');
  return spawnSync(process.execPath, [program], { stdio: 'inherit' }).status ?? 255;
}

function preamble(seconds: number, version: string | null, isEtcdWanted: boolean): string[] {
  const etcd =
    version === null
      ? `etcd: ${isEtcdWanted ? 'not installed (Debian: apt-get install etcd-server)' : 'left out as asked'}.`
      : `etcd ${version}: 3 nodes with default settings, loaded in its own protocol (gRPC over HTTP/2).`;
  return [
    `Committed writes of 64 bytes, ${seconds} s each, on ${availableParallelism()} cores shared by all nodes and the load generator.`,
    'Every node syncs its journal before it votes, writes its trace file, and talks over loopback.',
    'Clients have one write outstanding each, a key of their own and home nodes in turn, and share at most',
    `${connectionsPerNodeMax} connections per node, with every system alike. quorums: phase 1 / phase 2 classic / phase 2 fast.`,
    etcd,
    'raw append and sync: one file, 256 bytes at a time; a node puts many writes into one append.',
    '',
  ];
}
