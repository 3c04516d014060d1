import { join } from 'node:path';
import type { Children } from './children.ts';
import { freePorts, type LoadedCluster, optionArguments, untilReady } from './cluster.ts';
import { nodeStatus } from './node-status.ts';
import type { Protocol } from './options.ts';

const main = join(import.meta.dirname, '..', 'cluster-node', 'main.ts');
const readyTimeoutMs = 20_000;

/** Quorum sizes: phase 1, phase 2 of classic rounds, phase 2 of fast rounds (null: none are used). */
export type QuorumSizes = Readonly<{ phase1: number; classic: number; fast: number | null }>;

/**
 * The sizes that are measured for 3 and 5 nodes. The flexible ones are the smallest phase-2 quorums that leave a spare
 * node in phase 1 of 5; of 3 nodes there is none to spare.
 */
export function quorumSizes(protocol: Protocol, nodes: number): QuorumSizes {
  const majority = Math.floor(nodes / 2) + 1;
  const flexible = nodes === 3 ? { phase1: 3, classic: 1 } : { phase1: 4, classic: 2 };
  switch (protocol) {
    case 'classic':
      return { phase1: majority, classic: majority, fast: null };
    case 'flexible':
      return { ...flexible, fast: null };
    case 'fast':
      return { phase1: majority, classic: majority, fast: nodes === 3 ? 3 : 4 };
    case 'fast-flexible':
      return { ...flexible, fast: nodes === 3 ? 2 : 4 };
  }
}

/** `8/3/7`: phase 1 / phase 2 of classic rounds / phase 2 of fast rounds, if there are any. */
export function sizesText({ phase1, classic, fast }: QuorumSizes): string {
  return [phase1, classic, ...(fast === null ? [] : [fast])].join('/');
}

/** A cluster of our nodes, whose status can be asked. */
export interface PaxosCluster extends LoadedCluster {
  readonly adminPorts: readonly number[];
}

/** Starts nodes on loopback, exactly as a run starts them, and waits until they have a leader. */
export async function startPaxosCluster(
  children: Children,
  directory: string,
  options: Readonly<{
    protocol: Protocol;
    nodes: number;
    sizes: QuorumSizes;
    profileDirectory: string | null;
    recordsInputs: boolean;
  }>,
): Promise<PaxosCluster> {
  const { protocol, nodes, sizes, profileDirectory, recordsInputs } = options;
  const names = Array.from({ length: nodes }, (_, index) => `n${index + 1}`);
  const ports = await freePorts(3 * nodes);
  const portOf = (index: number, offset: number): number => ports[3 * index + offset] ?? 0;
  const nodeArgs = profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
  const started = names.map((name, index) => {
    const data = join(directory, name);
    const args = optionArguments({
      id: name,
      nodes: names.join(','),
      peer: names.flatMap((peer, other) => (other === index ? [] : [`${peer}=127.0.0.1:${portOf(other, 0)}`])),
      'peer-port': portOf(index, 0),
      'client-port': portOf(index, 1),
      'admin-port': portOf(index, 2),
      data,
      trace: join(directory, `${name}.trace`),
      protocol,
      phase1: sizes.phase1,
      classic: sizes.classic,
      fast: sizes.fast ?? [],
    });
    return children.start(
      process.execPath,
      [...nodeArgs, main, ...args, ...(recordsInputs ? ['--record-inputs'] : [])],
      join(directory, `${name}.log`),
    );
  });
  await untilReady(
    started,
    async () => {
      const statuses = await Promise.all(names.map((_, index) => nodeStatus(portOf(index, 2))));
      return statuses.every(({ leader, isFast }) => leader !== null && isFast === (sizes.fast !== null));
    },
    readyTimeoutMs,
  );
  return {
    kind: 'paxos',
    clientPorts: names.map((_, index) => portOf(index, 1)),
    adminPorts: names.map((_, index) => portOf(index, 2)),
    [Symbol.asyncDispose]: async () => void (await Promise.all(started.map((child) => child.stop()))),
  };
}
