import { invariant } from '#foundation';
import { clientsSender, type Link } from '#nemesis';
import type { Address, ListeningLine } from '../../ports/index.ts';
import { Cuts } from './cuts.ts';
import type { CuttableLinks, LinkObservation } from './cuttable-links.ts';
import { LinkProxy } from './link-proxy.ts';
import { probeLink } from './probe-link.ts';

const host = '127.0.0.1';

/** Every directed link between nodes, and one from the clients to each node. */
export class ProxyNetwork implements CuttableLinks, AsyncDisposable {
  readonly #proxies: readonly LinkProxy[];
  readonly #cuts = new Cuts();

  private constructor(proxies: readonly LinkProxy[]) {
    this.#proxies = proxies;
  }

  /** Opens all links; they lead nowhere until their node listens. */
  static async open(nodes: readonly string[]): Promise<ProxyNetwork> {
    const links = nodes.flatMap((to) =>
      [...nodes, clientsSender].filter((from) => from !== to).map((from) => ({ from, to })),
    );
    return new ProxyNetwork(await Promise.all(links.map((link) => LinkProxy.open(link))));
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
  retarget(node: string, ports: ListeningLine): void {
    for (const proxy of this.#proxies.filter(({ link }) => link.to === node)) {
      proxy.retarget({ host, port: proxy.link.from === clientsSender ? ports.clientPort : ports.peerPort });
    }
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
