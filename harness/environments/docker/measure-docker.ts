import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../../harness-error.ts';
import type { Cluster } from '../../ports/index.ts';
import { prepareRun } from '../../prepare-run.ts';
import { paxosSystem } from '../../systems/paxos.ts';
import { DockerEnvironment } from './docker-environment.ts';

// What `npm run bench -- environment` runs: how long a cluster of containers takes to start, to be cut in two and to be
// removed, with the image built. Prints each of three measurements, in milliseconds.

const repetitions = 3;
const never = new AbortController().signal;
const environment = new DockerEnvironment({ announce: (line) => console.error(line) });

/** Starts a cluster, uses it and removes it; tells how long its start, with a first operation, and its removal took. */
async function withCluster(
  nodeCount: number,
  use: (cluster: Cluster) => Promise<void>,
): Promise<Readonly<{ startMs: number; removalMs: number }>> {
  const directory = await mkdtemp(join(tmpdir(), 'ballotproof-bench-'));
  const plan = prepareRun('register', { seed: '7', nodes: String(nodeCount), nemesis: 'none' });
  try {
    const startedMs = performance.now();
    await using cluster = await environment.start(paxosSystem(plan), { runId: 'bench', directory, seed: 7 }, never);
    await firstCompletedOp(cluster);
    const startMs = since(startedMs);
    await use(cluster);
    const removedMs = performance.now();
    await cluster[Symbol.asyncDispose]();
    return { startMs, removalMs: since(removedMs) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function since(startMs: number): number {
  return Math.round(performance.now() - startMs);
}

async function firstCompletedOp(cluster: Cluster): Promise<void> {
  await using endpoint = cluster.connect('n1');
  for (let sequence = 1; ; sequence += 1) {
    const write = { client: 'bench', sequence, acknowledged: sequence - 1, f: 'write', key: 'k', value: sequence };
    if ((await endpoint.attempt(write, 10_000)).kind === 'ok') return;
  }
}

/** Until every holder says that its rules are in force; that they are is then proved. */
async function measurePartition(cluster: Cluster): Promise<number> {
  const { nodes } = cluster;
  const halves = [nodes.slice(0, nodes.length / 2), nodes.slice(nodes.length / 2)] as const;
  const grudge = Object.fromEntries(nodes.map((node) => [node, halves[0].includes(node) ? halves[1] : halves[0]]));
  const fault = { kind: 'partition', variant: 'halves', grudge } as const;
  const startMs = performance.now();
  const active = await cluster.faults.inject(fault, never);
  const elapsedMs = since(startMs);
  const { effective, evidence } = await active.probe(never);
  if (!effective) throw new HarnessError('FAULT_WITHOUT_EFFECT', evidence);
  await active.heal(never);
  return elapsedMs;
}

const starts: number[] = [];
const removals: number[] = [];
const partitions: number[] = [];
await environment.prepare();
for (let count = 0; count < repetitions; count += 1) {
  const { startMs, removalMs } = await withCluster(5, async () => {});
  starts.push(startMs);
  removals.push(removalMs);
}
await withCluster(10, async (cluster) => {
  for (let count = 0; count < repetitions; count += 1) partitions.push(await measurePartition(cluster));
});
const rows = [
  ['5 nodes, image built, until the first completed operation', starts, 4_000],
  ['a partition over 10 nodes, until it is in force everywhere', partitions, 100],
  ['removal of 5 nodes', removals, 2_000],
] as const;
console.log('docker, in milliseconds');
for (const [what, measured, aimMs] of rows) {
  console.log(`  ${what.padEnd(60)} ${measured.join(', ').padEnd(22)} aim: under ${aimMs}`);
}
