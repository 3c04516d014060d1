import { clientsSender, type Link } from '#nemesis';
import type { CuttableLinks, LinkObservation } from '../links/cuttable-links.ts';

/** Links of which those between nodes are cut in another way than those from the clients. */
export class RoutedLinks implements CuttableLinks {
  readonly #betweenNodes: CuttableLinks;
  readonly #fromClients: CuttableLinks;

  constructor({ betweenNodes, fromClients }: Readonly<Record<'betweenNodes' | 'fromClients', CuttableLinks>>) {
    this.#betweenNodes = betweenNodes;
    this.#fromClients = fromClients;
  }

  async cut(owner: object, links: readonly Link[]): Promise<void> {
    await this.#betweenNodes.cut(owner, links.filter(isBetweenNodes));
    await this.#fromClients.cut(owner, links.filter(isFromClients));
  }

  async restore(owner: object, links: readonly Link[]): Promise<void> {
    await this.#betweenNodes.restore(owner, links.filter(isBetweenNodes));
    await this.#fromClients.restore(owner, links.filter(isFromClients));
  }

  async observe(links: readonly Link[]): Promise<readonly LinkObservation[]> {
    const [between, clients] = await Promise.all([
      this.#betweenNodes.observe(links.filter(isBetweenNodes)),
      this.#fromClients.observe(links.filter(isFromClients)),
    ]);
    const [betweenInOrder, clientsInOrder] = [between.values(), clients.values()];
    return links.map((link) => (isFromClients(link) ? clientsInOrder : betweenInOrder).next().value ?? 'undecided');
  }
}

function isFromClients({ from }: Link): boolean {
  return from === clientsSender;
}

function isBetweenNodes(link: Link): boolean {
  return !isFromClients(link);
}
