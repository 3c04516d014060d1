import { assertNever } from '#foundation';
import type { Link } from '#nemesis';
import { Cuts } from '../environments/links/cuts.ts';
import { fractionFor, streamSeed } from '../environments/sim/chance.ts';
import type { SimCluster } from '../environments/sim/sim-cluster.ts';
import { leaderTarget, othersTarget, type SimFault, type SimScenario } from './sim-scenario.ts';

/** Performs the faults of a scenario, each at its time, and undoes what has its time. `onFault` hears of each that begins. */
export class SimFaults {
  readonly #scenario: SimScenario;
  readonly #cluster: SimCluster;
  readonly #names: readonly string[];
  readonly #cuts = new Cuts();
  readonly #damaged = new Set<number>();
  readonly #leaders: { fault: number; leader: string }[] = [];
  #isHealed = false;

  constructor(scenario: SimScenario, cluster: SimCluster, onFault: (fault: SimFault) => void) {
    this.#scenario = scenario;
    this.#cluster = cluster;
    this.#names = cluster.nodes.map(({ name }) => name);
    for (const [place, fault] of scenario.faults.entries())
      cluster.time.after(fault.atMs, () => {
        if (this.#isHealed) return;
        onFault(fault);
        this.#begin(fault, place);
      });
    for (const node of cluster.nodes) node.clock.runAt(scenario.clockRates[node.name] ?? 1);
  }

  /** Who was meant by `@leader`. */
  get leaders(): readonly Readonly<{ fault: number; leader: string }>[] {
    return this.#leaders;
  }

  /** True when a record of the node's journal was changed: it must not start again. */
  isDamaged(node: number): boolean {
    return this.#damaged.has(node);
  }

  /** Undoes everything; from here on only those nodes are down that are lost for good, or damaged. */
  heal(): void {
    this.#isHealed = true;
    this.#cluster.network.heal();
    for (const node of this.#cluster.nodes) {
      this.#cluster.disk(node.index).heal();
      node.clock.runAt(this.#scenario.clockRates[node.name] ?? 1);
      node.clock.setWallOffset(0);
      if (this.#scenario.lostForGood.includes(node.name)) {
        node.crash();
      } else {
        node.resume();
        this.#start(node.index);
      }
    }
  }

  #begin(fault: SimFault, place: number): void {
    switch (fault.kind) {
      case 'crash':
        return this.#crash(this.#all(fault.nodes, place), fault);
      case 'pause': {
        const node = this.#cluster.node(this.#one(fault.node, place));
        node.pause();
        return this.#undo(fault.forMs, () => node.resume());
      }
      case 'cut':
        return this.#cut(fault.links, fault.forMs);
      case 'isolate':
        return this.#cut(this.#linksOf(this.#one(fault.node, place), fault.direction), fault.forMs);
      case 'slow-links': {
        const node = this.#one(fault.node, place);
        this.#cluster.network.slowDown(node, fault.extraMs);
        return this.#undo(fault.forMs, () => this.#cluster.network.slowDown(node, 0));
      }
      case 'clock':
        return this.#turnClocks(fault, this.#all(fault.nodes, place));
      case 'slow-disk': {
        const disk = this.#cluster.disk(this.#one(fault.node, place));
        disk.slowDown(fault.factor);
        return this.#undo(fault.forMs, () => disk.slowDown(1));
      }
      case 'failed-sync': {
        const node = this.#one(fault.node, place);
        this.#cluster.disk(node).failNextSync();
        return this.#undo(fault.forMs, () => this.#start(node));
      }
      case 'corrupt':
        return this.#corrupt(this.#one(fault.node, place), place);
      case 'begin-round':
        return this.#cluster
          .node(this.#one(fault.node, place))
          .deliver({ kind: 'begin-round', roundKind: fault.roundKind });
      case 'recover':
        return this.#cluster.node(this.#one(fault.node, place)).deliver({ kind: 'recover', instance: fault.instance });
      case 'let-go':
        return this.#cluster.node(this.#one(fault.node, place)).deliver({ kind: 'rounds-by-timeouts' });
      default:
        return assertNever(fault);
    }
  }

  #crash(nodes: readonly number[], { forMs, keeps, during }: Extract<SimFault, { kind: 'crash' }>): void {
    for (const index of nodes) {
      const crash = (): void => {
        if (this.#isHealed) return; // the append began before healing, and its middle comes after
        this.#cluster.node(index).crash(keeps);
        this.#undo(forMs, () => this.#start(index));
      };
      if (during === 'append') this.#cluster.disk(index).duringNextAppend(crash);
      else crash();
    }
  }

  #cut(links: readonly Link[], forMs: number): void {
    const owner = {};
    this.#cuts.begin(owner, links);
    this.#enforce(links);
    this.#undo(forMs, () => {
      this.#cuts.end(owner);
      this.#enforce(links);
    });
  }

  #enforce(links: readonly Link[]): void {
    for (const link of links) {
      const [from, to] = [this.#index(link.from), this.#index(link.to)];
      if (this.#cuts.include(link)) this.#cluster.network.cut(from, to);
      else this.#cluster.network.healLink(from, to);
    }
  }

  #linksOf(node: number, direction: 'both' | 'in' | 'out'): readonly Link[] {
    const name = this.#names[node] ?? '';
    return this.#names
      .filter((other) => other !== name)
      .flatMap((other): Link[] => {
        const out = { from: name, to: other };
        const into = { from: other, to: name };
        return direction === 'both' ? [out, into] : [direction === 'out' ? out : into];
      });
  }

  #turnClocks(fault: Extract<SimFault, { kind: 'clock' }>, nodes: readonly number[]): void {
    for (const index of nodes) {
      const { clock, name } = this.#cluster.node(index);
      if (fault.rate !== undefined) clock.runAt(fault.rate);
      if (fault.wallOffsetMs !== undefined) clock.setWallOffset(fault.wallOffsetMs);
      this.#undo(fault.forMs, () => {
        if (fault.rate !== undefined) clock.runAt(this.#scenario.clockRates[name] ?? 1);
        if (fault.wallOffsetMs !== undefined) clock.setWallOffset(0);
      });
    }
  }

  #corrupt(node: number, place: number): void {
    this.#cluster.node(node).crash();
    const at = fractionFor(streamSeed(this.#scenario.seed, 'corrupt', this.#names[node] ?? ''), place);
    if (this.#cluster.disk(node).corrupt(at)) this.#damaged.add(node);
    this.#start(node);
  }

  #start(node: number): void {
    const { isRunning } = this.#cluster.node(node);
    if (!isRunning) this.#cluster.node(node).start();
  }

  #undo(afterMs: number, act: () => void): void {
    this.#cluster.time.after(afterMs, () => {
      if (!this.#isHealed) act();
    });
  }

  #all(targets: readonly string[], place: number): readonly number[] {
    return targets.flatMap((target) => {
      if (target !== othersTarget) return [this.#one(target, place)];
      const leader = this.#leader(place);
      return this.#names.map((_, node) => node).filter((node) => node !== leader);
    });
  }

  #one(target: string, place: number): number {
    return target === leaderTarget ? this.#leader(place) : this.#index(target);
  }

  #leader(place: number): number {
    let leader = place % this.#names.length;
    let highest = -1;
    for (const { index, status } of this.#cluster.nodes) {
      if (status?.leads !== true || status.round <= highest) continue;
      leader = index;
      highest = status.round;
    }
    if (!this.#leaders.some(({ fault }) => fault === place))
      this.#leaders.push({ fault: place, leader: this.#names[leader] ?? '' });
    return leader;
  }

  #index(name: string): number {
    return this.#names.indexOf(name);
  }
}
