import { type CardinalitySetting, cardinalityFamily } from '#quorums';
import type { ReplicaConfiguration } from '../protocol/configuration.ts';
import type { Effect, ReplicaEvent } from '../protocol/effects.ts';
import type { Message } from '../protocol/messages.ts';
import type { JournalRecord } from '../protocol/records.ts';
import { Replica } from '../protocol/replica.ts';
import { paxosRules } from '../protocol/rules.ts';
import type { Value } from '../protocol/value.ts';
import { KeyValueStore } from '../state-machine/key-value-store.ts';

/** How the nodes are configured; left out: rounds by timeouts, reads through the log. */
export type HandDrivenOptions = Partial<Pick<ReplicaConfiguration, 'roundsBy' | 'reads'>>;

/** A message on its way; one to oneself travels like any other. */
export type InFlight = Readonly<{ from: number; to: number; message: Message }>;

/** What a node did, for whoever watches. */
export type Watcher = (node: number, effect: Effect) => void;

type Node = { replica: Replica | null; readonly journal: JournalRecord[] };

/**
 * Real replicas whose network, clock and timers are moved by hand. Disks are perfect: a record is durable as soon as
 * it is asked for. Nodes are known by their index.
 */
export class HandDrivenCluster {
  readonly names: readonly string[];
  readonly #setting: CardinalitySetting;
  readonly #watch: Watcher;
  readonly #options: HandDrivenOptions;
  readonly #nodes: readonly Node[];
  #inFlight: InFlight[] = [];
  #nowMs = 0;

  constructor(setting: CardinalitySetting, watch: Watcher, options: HandDrivenOptions = {}) {
    this.#setting = setting;
    this.#watch = watch;
    this.#options = options;
    this.names = Array.from({ length: setting.nodes }, (_, index) => `n${index + 1}`);
    this.#nodes = this.names.map(() => ({ replica: null, journal: [] }));
    for (const [node] of this.names.entries()) this.restart(node);
  }

  get inFlight(): readonly InFlight[] {
    return this.#inFlight;
  }

  /** Lets time pass; timers fire only when they are told to. */
  wait(ms: number): void {
    this.#nowMs += ms;
  }

  /** Hands `event` to a node; a node that is down takes no notice. */
  step(node: number, event: ReplicaEvent): void {
    for (const effect of this.#nodes[node]?.replica?.step(event, this.#nowMs) ?? []) {
      if (effect.kind === 'send') this.#inFlight.push({ from: node, to: effect.to, message: effect.message });
      if (effect.kind === 'persist' || effect.kind === 'note') this.#nodes[node]?.journal.push(effect.record);
      this.#watch(node, effect);
    }
  }

  command(node: number, value: Value): void {
    this.step(node, { kind: 'command', value });
  }

  /** Takes the messages that `isMeant` out of the network and hands them to their receivers, in the order of sending. */
  deliver(isMeant: (flying: InFlight) => boolean): number {
    const taken = this.drop(isMeant);
    for (const { from, to, message } of taken) this.step(to, { kind: 'message', from, message });
    return taken.length;
  }

  /** Loses the messages that `isMeant`. */
  drop(isMeant: (flying: InFlight) => boolean): readonly InFlight[] {
    const taken = this.#inFlight.filter(isMeant);
    this.#inFlight = this.#inFlight.filter((flying) => !isMeant(flying));
    return taken;
  }

  crash(node: number): void {
    const crashed = this.#nodes[node];
    if (crashed !== undefined) crashed.replica = null;
  }

  /** Starts a node on what its journal holds. */
  restart(node: number): void {
    const started = this.#nodes[node];
    if (started === undefined) return;
    const { fast } = this.#setting;
    started.replica = new Replica(
      {
        self: node,
        names: this.names,
        quorums: cardinalityFamily(this.#setting),
        usesFastRounds: fast !== null,
        onBrokenPick: 'stop',
        reads: 'log',
        roundsBy: 'timeouts',
        ...this.#options,
      },
      paxosRules,
      new KeyValueStore(),
    );
    for (const record of started.journal) started.replica.restore(record);
    this.step(node, { kind: 'start' });
  }
}
