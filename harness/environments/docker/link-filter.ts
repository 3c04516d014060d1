import { invariant } from '#foundation';
import { clientsSender, type Link } from '#nemesis';
import { Cuts } from '../links/cuts.ts';
import type { CuttableLinks, LinkObservation } from '../links/cuttable-links.ts';
import type { Holder } from './holder.ts';
import { probeLinks } from './probe-links.ts';
import { ruleSet } from './rule-set.ts';

/** The packet filters of all nodes. Every change is in force when it resolves. */
export class LinkFilter implements CuttableLinks {
  readonly #holders: readonly Holder[];
  readonly #cuts = new Cuts();

  constructor(holders: readonly Holder[]) {
    this.#holders = holders;
  }

  /** Puts the rules in force that let everything pass and count it. */
  async open(): Promise<void> {
    await this.#enforce(this.#holders.map(({ node }) => node));
  }

  /** @throws HarnessError HOLDER_FAILED */
  async cut(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.begin(owner, links);
    await this.#enforce(links.map(({ to }) => to));
  }

  /** @throws HarnessError HOLDER_FAILED */
  async restore(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.end(owner);
    await this.#enforce(links.map(({ to }) => to));
  }

  observe(links: readonly Link[]): Promise<readonly LinkObservation[]> {
    return probeLinks(links, this);
  }

  /** @throws InvariantViolation when there is no such node */
  holderOf(node: string): Holder {
    const found = this.#holders.find((holder) => holder.node === node);
    invariant(found !== undefined, 'a fault names links that exist', { node });
    return found;
  }

  async #enforce(nodes: readonly string[]): Promise<void> {
    const holders = [...new Set(nodes)].map((node) => this.holderOf(node));
    await Promise.all(holders.map((holder) => holder.setRules(this.#rulesOf(holder))));
  }

  #rulesOf({ node }: Holder): string {
    const peers = this.#holders.filter((holder) => holder.node !== node);
    const senders = [...peers.map((peer) => peer.node), clientsSender];
    return ruleSet({
      peers: Object.fromEntries(peers.map((holder) => [holder.node, holder.address])),
      cutSenders: senders.filter((from) => this.#cuts.include({ from, to: node })),
    });
  }
}
