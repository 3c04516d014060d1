import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { benchmarkChecker, type CheckerMeasurement } from './checker-benchmark.ts';
import { parseCheckerBenchOptions } from './checker-options.ts';
import { checkerHeading, checkerLine, checkerSummary } from './checker-report.ts';
import { etcdVersion } from './etcd-cluster.ts';
import { connectionsPerNodeMax } from './load.ts';
import { benchmarkNode } from './node-benchmark.ts';
import { BenchUsageError, benchUsage, parseBenchOptions } from './options.ts';
import { benchmarkQuorums } from './quorum-benchmark.ts';
import { parseQuorumBenchOptions } from './quorum-options.ts';
import { quorumReport } from './quorum-report.ts';
import { benchmarkRecording, type SlicePair } from './record-benchmark.ts';
import { parseRecordBenchOptions } from './record-options.ts';
import { recordHeading, recordLine, recordVerdict } from './record-report.ts';
import { Report } from './report.ts';

// `npm run bench -- node`: what a cluster of local nodes commits; `npm run bench -- quorum`: what a decision costs, and
// whom; `npm run bench -- record`: what recording their inputs costs nodes; `npm run bench -- checker`: how long verdicts take;
// `npm run bench -- sim`: how fast simulated clusters live; `npm run bench -- environment`: how fast containers start, are
// partitioned and are removed. Exit status: 0, 1 what is measured costs too much, 2 that cannot be told, 254 wrong usage, 255 it failed.

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(255));

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BenchUsageError ? error.message : error);
  process.exitCode = error instanceof BenchUsageError ? 254 : 255;
}

async function bench(args: readonly string[]): Promise<number> {
  if (args.join(' ') === 'environment') return measured('harness/environments/docker/measure-docker.ts', []);
  // a young generation as in the threads of a hunt
  if (args[0] === 'sim')
    return measured('harness/cli/measure-simulator.ts', args.slice(1), ['--max-semi-space-size=32', '--expose-gc']);
  if (args[0] === 'record' && !args.includes('--help')) return measureRecording(args.slice(1));
  if (args[0] === 'checker' && !args.includes('--help')) {
    measureChecker(args.slice(1));
  } else if (args[0] === 'quorum' && !args.includes('--help')) {
    await measureQuorums(args.slice(1));
  } else {
    await measureNode(args);
  }
  return 0;
}

async function measureNode(args: readonly string[]): Promise<void> {
  const options = parseBenchOptions(args);
  if (options === null) return console.log(benchUsage);
  const version = options.withEtcd ? etcdVersion() : null;
  for (const line of preamble(options.secondsPerLoad, version, options.withEtcd)) console.log(line);
  const report = new Report();
  console.log(report.heading());
  await benchmarkNode({ ...options, withEtcd: version !== null }, (measurement) =>
    console.log(report.line(measurement)),
  );
}

async function measureQuorums(args: readonly string[]): Promise<void> {
  const options = parseQuorumBenchOptions(args);
  const { seconds, clients } = options;
  console.log(
    [
      `Messages between nodes, their bytes in frames, and processor time, per decision: ${seconds} s of ${clients} clients with one`,
      'write of 64 bytes outstanding each, all at one home node that does not lead, from the counters of /status. An idle',
      'cluster is watched before, and what it does is subtracted. quorums: phase 1 / phase 2 classic / phase 2 fast.',
      'Classic: forward, 2a to all, 2b to the leader, chosen to all. Fast: propose to all, 2b to leader and home, chosen to all.',
      '',
    ].join('\n'),
  );
  await benchmarkQuorums(options, (measurement) => console.log(quorumReport(measurement).join('\n')));
}

async function measureRecording(args: readonly string[]): Promise<number> {
  const options = parseRecordBenchOptions(args);
  const { nodes, clients, secondsPerSlice } = options;
  console.log(
    [
      `Two clusters of ${nodes} nodes beside each other, of which one keeps what its nodes are given, loaded by turns: ${secondsPerSlice} s each of`,
      `${clients} clients with one write of 64 bytes outstanding. Costs are medians of the pairs of turns; a line for each two clusters.`,
      '',
      recordHeading,
    ].join('\n'),
  );
  const all: SlicePair[] = [];
  await benchmarkRecording(options, (protocol, pairs) => {
    console.log(recordLine(protocol, pairs));
    all.push(...pairs);
  });
  const { sentence, exitStatus } = recordVerdict(all);
  console.log(`\n${sentence}`);
  return exitStatus;
}

function measureChecker(args: readonly string[]): void {
  const options = parseCheckerBenchOptions(args);
  const measurements: CheckerMeasurement[] = [];
  console.log(checkerHeading.join('\n'));
  benchmarkChecker(options, process.env['BALLOTPROOF_CORPORA'] ?? '', (measurement) => {
    measurements.push(measurement);
    console.log(checkerLine(measurement));
  });
  console.log(checkerSummary(measurements));
}

/** What lies behind no face is measured by a program of its own. */
function measured(program: string, args: readonly string[], nodeOptions: readonly string[] = []): number {
  const file = join(import.meta.dirname, '..', program);
  return spawnSync(process.execPath, [...nodeOptions, file, ...args], { stdio: 'inherit' }).status ?? 255;
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
