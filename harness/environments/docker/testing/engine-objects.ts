import { engineOrThrow } from '../engine.ts';
import { directoryLabel, runLabel } from '../labels.ts';

/** Names of the containers and networks in the engine that belong to a run with this id. */
export function objectsOf(runId: string): Promise<readonly string[]> {
  return objectsLabelled(`${runLabel}=${runId}`);
}

/** Names of the containers and networks in the engine that belong to the run with this directory. */
export function objectsOfDirectory(runDirectory: string): Promise<readonly string[]> {
  return objectsLabelled(`${directoryLabel}=${runDirectory}`);
}

async function objectsLabelled(label: string): Promise<readonly string[]> {
  const { docker } = await engineOrThrow();
  const filters = { label: [label] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return [...containers.map(({ Names }) => Names[0]?.slice(1) ?? ''), ...networks.map(({ Name }) => Name)].toSorted();
}

/** Sends a signal to the node's container, or starts it, behind the back of its cluster. */
export async function meddle(runId: string, suffix: string, how: 'start' | NodeJS.Signals): Promise<void> {
  const { docker } = await engineOrThrow();
  const container = docker.getContainer(await nameEnding(runId, suffix));
  await (how === 'start' ? container.start() : container.kill({ signal: how }));
}

/** Changes the packet filter of the node's holder behind the back of its cluster. */
export async function meddleWithFilter(runId: string, node: string, args: readonly string[]): Promise<void> {
  const { docker } = await engineOrThrow();
  const holder = docker.getContainer(await nameEnding(runId, `-${node}-holder`));
  const exec = await holder.exec({ Cmd: ['iptables', ...args], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  for await (const _chunk of stream);
  const { ExitCode } = await exec.inspect();
  if (ExitCode !== 0) throw new Error(`iptables ${args.join(' ')} ended with status ${ExitCode}`);
}

async function nameEnding(runId: string, suffix: string): Promise<string> {
  const name = (await objectsOf(runId)).find((candidate) => candidate.endsWith(suffix));
  if (name === undefined) throw new Error(`run ${runId} has nothing that ends in ${suffix}`);
  return name;
}
