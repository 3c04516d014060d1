import { invariant } from '#foundation';
import type { Link } from '#nemesis';
import type { Holder } from './holder.ts';
import { ruleSet } from './rule-set.ts';

/** The packet filters of all nodes: which links are cut, and in whose name. Every change is in force when it resolves. */
export class LinkFilter {
  readonly #holders: readonly Holder[];
  readonly #cuts = new Map<object, readonly Link[]>();

  constructor(holders: readonly Holder[]) {
    this.#holders = holders;
  }

  /** Puts the rules in force that let everything pass and count it. */
  async open(): Promise<void> {
    await this.#enforce(this.#holders.map(({ node }) => node));
  }

  /** Cuts `links` until `owner` gives them back. @throws HarnessError HOLDER_FAILED */
  async cut(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.set(owner, links);
    await this.#enforce(links.map(({ to }) => to));
  }

  /** Lets `links` of `owner` pass again, unless another owner cuts them too. @throws HarnessError HOLDER_FAILED */
  async restore(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.delete(owner);
    await this.#enforce(links.map(({ to }) => to));
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
    const cuts = [...this.#cuts.values()].flat();
    return ruleSet({
      peers: Object.fromEntries(peers.map((holder) => [holder.node, holder.address])),
      cutSenders: cuts.filter(({ to }) => to === node).map(({ from }) => from),
    });
  }
}
