import { invariant } from '#foundation';
import { clientsSender, type Link } from '#nemesis';
import type { Clock } from '../../ports/index.ts';
import { Cuts } from '../links/cuts.ts';
import type { CuttableLinks, LinkObservation } from '../links/cuttable-links.ts';
import type { SimNetwork } from './sim-network.ts';

const observeMs = 50;

/** The links of a simulated cluster by name: those between its nodes, and one from the clients to each node. */
export class SimLinks implements CuttableLinks {
  readonly #nodes: readonly string[];
  readonly #network: SimNetwork;
  readonly #clock: Clock;
  readonly #cuts = new Cuts();

  constructor(nodes: readonly string[], network: SimNetwork, clock: Clock) {
    this.#nodes = nodes;
    this.#network = network;
    this.#clock = clock;
  }

  async cut(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.begin(owner, links);
    this.#enforce(links);
  }

  async restore(owner: object, links: readonly Link[]): Promise<void> {
    this.#cuts.end(owner);
    this.#enforce(links);
  }

  /** Watches what passes for 50 ms of virtual time. A link that is cut and lets something pass is undecided. */
  async observe(links: readonly Link[]): Promise<readonly LinkObservation[]> {
    const before = links.map((link) => this.#passed(link));
    await this.#clock.sleep(observeMs);
    return links.map((link, index) => {
      if (!this.isCut(link)) return 'passes';
      return this.#passed(link) === before[index] ? 'cut' : 'undecided';
    });
  }

  isCut(link: Link): boolean {
    const ends = this.#ends(link);
    return ends === null ? this.#cuts.include(link) : this.#network.isCut(ends.from, ends.to);
  }

  #enforce(links: readonly Link[]): void {
    for (const link of links) {
      const ends = this.#ends(link);
      if (ends === null) continue; // clients ask whether their link is cut
      if (this.#cuts.include(link)) this.#network.cut(ends.from, ends.to);
      else this.#network.healLink(ends.from, ends.to);
    }
  }

  #passed(link: Link): number {
    const ends = this.#ends(link);
    return ends === null ? 0 : this.#network.passed(ends.from, ends.to);
  }

  /** The network knows nodes by their index, and no clients. */
  #ends({ from, to }: Link): Readonly<{ from: number; to: number }> | null {
    return from === clientsSender ? null : { from: this.#index(from), to: this.#index(to) };
  }

  #index(name: string): number {
    const index = this.#nodes.indexOf(name);
    invariant(index !== -1, 'a fault names links that exist', { name });
    return index;
  }
}
