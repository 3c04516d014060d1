import { HarnessError } from '../../harness-error.ts';
import { until } from '../../until.ts';
import { ProxyNetwork, type ProxyNetworkOptions } from '../links/proxy-network.ts';
import type { Holder } from './holder.ts';
import { nodePorts } from './node-ports.ts';

const dialTimeoutMs = 2_000;
const remedy = 'Links that are steered or slow lead through this machine: use --environment process';

/**
 * Opens a link for each pair of containers that leads through this machine: `gateway` is its address in their network.
 * @throws HarnessError LINK_NOT_REACHABLE
 */
export async function openProxiedLinks(
  addresses: Readonly<Record<string, string>>,
  { gateway, ...options }: Readonly<{ gateway: string }> & Pick<ProxyNetworkOptions, 'gate' | 'delayMs'>,
): Promise<ProxyNetwork> {
  try {
    const links = await ProxyNetwork.open(Object.keys(addresses), { ...options, host: gateway, linksClients: false });
    for (const [node, host] of Object.entries(addresses)) {
      links.retarget(node, { host, peerPort: nodePorts.peer, clientPort: nodePorts.client });
    }
    return links;
  } catch (error) {
    const what = `the controller cannot listen on ${gateway}, so the engine runs on another machine`;
    throw new HarnessError('LINK_NOT_REACHABLE', `${what}. ${remedy}.`, { cause: error });
  }
}

/** Sees to it that a container reaches its links, which a firewall may prevent. @throws HarnessError LINK_NOT_REACHABLE */
export async function reachProxiedLinks(holder: Holder, links: ProxyNetwork): Promise<void> {
  for (const [to, { host, port }] of Object.entries(links.peersOf(holder.node))) {
    await holder.dial(host, port, dialTimeoutMs);
    // The link tells: as no node listens yet, it may have reset the dialler before that saw itself connected. A connection
    // that the kernel has made may wait for this busy process to take notice of it.
    const proxy = links.proxy({ from: holder.node, to });
    if (await until(() => proxy.counters.admitted > 0, { timeoutMs: dialTimeoutMs })) continue;
    const what = `the container of ${holder.node} does not reach ${host}:${port} on this machine`;
    throw new HarnessError('LINK_NOT_REACHABLE', `${what}. ${remedy}, or let 198.18.0.0/15 in through the firewall.`);
  }
}
