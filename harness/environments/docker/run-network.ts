import { networkInterfaces } from 'node:os';
import type Docker from 'dockerode';
import { HarnessError } from '../../harness-error.ts';
import { refusalStatus, unlessRefused } from './engine.ts';
import { freeSubnets, gatewayAddress, subnetOf } from './subnet.ts';

export type RunNetwork = Readonly<{ name: string; subnet: string }>;

const attemptsMax = 50;

/**
 * Makes a network of its own for a run, on the first subnet that nobody has. Another run may take it between the look and
 * the making; then the engine refuses, and the next subnet is tried. @throws HarnessError NO_FREE_SUBNET
 */
export async function createRunNetwork(
  docker: Docker,
  { name, labels }: Readonly<{ name: string; labels: Readonly<Record<string, string>> }>,
): Promise<RunNetwork> {
  const networks = await docker.listNetworks();
  const used = networks.flatMap((network) => network.IPAM?.Config?.map(({ Subnet }) => Subnet ?? '') ?? []);
  // a bridge that an engine left behind when it was killed takes what is sent to the new network of its addresses
  const left = Object.values(networkInterfaces()).flatMap(
    (addresses) => addresses?.map(({ address }) => subnetOf(address)) ?? [],
  );
  let refusal: unknown;
  for (const subnet of freeSubnets([...used, ...left]).slice(0, attemptsMax)) {
    try {
      await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        Labels: { ...labels },
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet, Gateway: gatewayAddress(subnet) }] },
        // Nodes have no business outside, and what they send keeps its source.
        Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
      });
      return { name, subnet };
    } catch (error) {
      if (!isOverlap(error)) throw error;
      refusal = error;
    }
  }
  throw new HarnessError('NO_FREE_SUBNET', 'no /24 of 198.18.0.0/15 is free for a network. Run "ballotproof clean".', {
    cause: refusal,
  });
}

/** Removes a network; that it is gone is no error. */
export async function removeNetwork(docker: Docker, name: string): Promise<void> {
  await unlessRefused([404], () => docker.getNetwork(name).remove());
}

function isOverlap(error: unknown): boolean {
  return refusalStatus(error) !== null && error instanceof Error && /overlap/i.test(error.message);
}
