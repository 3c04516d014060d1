import type Docker from 'dockerode';
import { unlessRefused } from './engine.ts';
import { removeNetwork } from './run-network.ts';

/** Gone, or about to be: somebody else removes it. */
const alreadyRemoved = [404, 409];

/** Removes a container, running or not; that it is gone is no error. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  await unlessRefused(alreadyRemoved, () => docker.getContainer(id).remove({ force: true, v: true }));
}

/** Removes every container, then every network, that has this label (`name=value`), whatever state it is in. */
export async function removeLabelled(docker: Docker, label: string): Promise<void> {
  const filters = { label: [label] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => removeNetwork(docker, Id)));
}
