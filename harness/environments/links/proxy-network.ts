import { invariant } from '#foundation';
import { clientsSender, type Link } from '#nemesis';
import { HarnessError } from '../../harness-error.ts';
import type { Address } from '../../ports/index.ts';
import { until } from '../../until.ts';
import { Cuts } from './cuts.ts';
import type { CuttableLinks, LinkObservation } from './cuttable-links.ts';
import { LinkProxy } from './link-proxy.ts';
import type { MessageGate } from './message-gate.ts';
import { probeLink } from './probe-link.ts';

export type ProxyNetworkOptions = Readonly<{
  /** The address of this machine on which nodes reach their links (default: 127.0.0.1). */
  host?: string;
  /** How much longer each message from node to node takes (default: 0). */
  delayMs?: number;
  /** Holds each message from node to node until it is released; null: nothing does (default). */
  gate?: MessageGate | null;
  /** Whether clients reach the nodes over links of their own, never held and never slow (default: true). */
  linksClients?: boolean;
}>;

/** Where a node listens. */
export type NodePorts = Readonly<{ host: string; peerPort: number; clientPort: number }>;

/** Every directed link between nodes, and one from the clients to each node. */
export class ProxyNetwork implements CuttableLinks, AsyncDisposable {
  readonly #proxies: readonly LinkProxy[];
  readonly #cuts = new Cuts();

  private constructor(proxies: readonly LinkProxy[]) {
    this.#proxies = proxies;
  }

  /** Opens all links; they lead nowhere until their node listens. */
  static async open(nodes: readonly string[], options: ProxyNetworkOptions = {}): Promise<ProxyNetwork> {
    const { linksClients = true, ...between } = options;
    const clientLinks = linksClients ? nodes.map((to) => ({ from: clientsSender, to })) : [];
    const opened = await Promise.allSettled([
      ...linksBetween(nodes).map((link) => LinkProxy.open(link, between)),
      ...clientLinks.map((link) => LinkProxy.open(link)),
    ]);
    const network = new ProxyNetwork(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
    const failure = opened.find((one) => one.status === 'rejected');
    if (failure === undefined) return network;
    await network[Symbol.asyncDispose]();
    throw failure.reason;
  }

  /** @throws InvariantViolation when there is no such link */
  proxy({ from, to }: Link): LinkProxy {
    const found = this.#proxies.find(({ link }) => link.from === from && link.to === to);
    invariant(found !== undefined, 'a fault names links that exist', { from, to });
    return found;
  }

  /** Where `node` reaches each of its peers. */
  peersOf(node: string): Readonly<Record<string, Address>> {
    const outbound = this.#proxies.filter(({ link }) => link.from === node);
    return Object.fromEntries(outbound.map(({ link, address }) => [link.to, address]));
  }

  /** Where clients reach `node`. */
  clientAddress(node: string): Address {
    return this.proxy({ from: clientsSender, to: node }).address;
  }

  /** Leads all links to `node` to the ports that it listens on. */
  retarget(node: string, { host, peerPort, clientPort }: NodePorts): void {
    for (const proxy of this.#proxies.filter(({ link }) => link.to === node)) {
      proxy.retarget({ host, port: proxy.link.from === clientsSender ? clientPort : peerPort });
    }
  }

  /** Waits until no link loses what a schedule is about. @throws HarnessError LINK_NOT_READY */
  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const waiting = (): LinkProxy | undefined => this.#proxies.find(({ isReady }) => !isReady);
    if (await until(() => waiting() === undefined, { timeoutMs, signal })) return;
    const { from, to } = waiting()?.link ?? { from: '', to: '' };
    throw new HarnessError('LINK_NOT_READY', `${from} did not connect to ${to} within ${timeoutMs} ms. Read its log.`);
  }

  async cut(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.begin(owner, links);
    for (const link of links) this.proxy(link).cut();
  }

  async restore(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.end(owner);
    for (const link of links) if (!this.#cuts.include(link)) this.proxy(link).heal();
  }

  observe(links: readonly Link[]): Promise<readonly LinkObservation[]> {
    return Promise.all(links.map((link) => probeLink(this.proxy(link))));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
  }
}

function linksBetween(nodes: readonly string[]): readonly Link[] {
  return nodes.flatMap((to) => nodes.filter((from) => from !== to).map((from) => ({ from, to })));
}
