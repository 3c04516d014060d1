import {
  type Effect,
  encodeCommand,
  type JournalRecord,
  KeyValueStore,
  type Message,
  Replica,
  type ReplicaConfiguration,
  type ReplicaDescription,
  type ReplicaEvent,
  roundOf,
  type Value,
} from '#cluster-node';
import { assertNever } from '#foundation';
import { nodeNames, quorumFamily, usesFastRounds } from '#quorums';
import { judgeDurability } from '../environments/sim/oracles/durability-oracle.ts';
import { DurableMemory } from '../environments/sim/oracles/durable-memory.ts';
import { type ListedQuorums, listedQuorums } from '../environments/sim/oracles/listed-quorums.ts';
import { PickingOracle } from '../environments/sim/oracles/picking-oracle.ts';
import { judgeRegression } from '../environments/sim/oracles/regression-oracle.ts';
import { OracleViolation } from '../environments/sim/oracles/violation.ts';
import type { ExploreScope } from './explore-scope.ts';
import type { Arrival, LocalEvent, TakenIn } from './local-event.ts';

/** A message that has left a node. */
export type Sent = Readonly<{ to: number; message: Message }>;

/** What the runtime does at once: it takes in an event, writes, syncs, and sends. */
export type Batch = Readonly<{
  frames: number;
  /** Something leaves though there are frames to be written. */
  leavesEarly: boolean;
  /** Nobody else could notice anything. */
  isSilent: boolean;
}>;

/** An oracle's objection to what one node does. */
export type Objection = Readonly<{ judge: string; message: string }>;

/** What all nodes of an explored cluster have in common, made once. */
export type ClusterParts = Readonly<{
  scope: ExploreScope;
  configuration: Omit<ReplicaConfiguration, 'self'>;
  listed: ListedQuorums;
}>;

/** What the nodes of a cluster within `scope` have in common. */
export function clusterParts(scope: ExploreScope): ClusterParts {
  const { system } = scope;
  const configuration = {
    names: nodeNames(system),
    quorums: quorumFamily(system),
    usesFastRounds: usesFastRounds(system),
    onBrokenPick: 'choose',
    reads: 'log',
    roundsBy: 'request',
  } as const;
  return { scope, configuration, listed: listedQuorums(system) };
}

/** The command that a client of `node` asks for: `x` is 1 at the first node, and so on. */
export function commandAt(node: number): Value {
  const operation = { f: 'write', key: String.fromCharCode(120 + (node % 3)), value: node + 1 } as const;
  return encodeCommand({ client: `c${node + 1}`, sequence: 1, acknowledged: 0, operation });
}

/**
 * One node of an explored cluster: the real replica, with a disk that is written as the runtime writes it, one event at a time, and
 * with the oracles that need no other node. Time stands still.
 */
export class ExploredNode {
  readonly #scope: ExploreScope;
  readonly #configuration: ReplicaConfiguration;
  readonly #picking: PickingOracle;
  readonly #memory = new DurableMemory();
  readonly #journal: JournalRecord[] = [];
  readonly #sent: Sent[] = [];
  #notes: JournalRecord[] = [];
  #replica: Replica;
  #lives = 1;
  #objection: Objection | null = null;
  #begun = 0;
  #hasAsked = false;

  constructor({ scope, configuration, listed }: ClusterParts, self: number) {
    this.#scope = scope;
    this.#configuration = { ...configuration, self };
    this.#picking = new PickingOracle(listed, configuration.names);
    this.#replica = this.#started();
  }

  get node(): number {
    return this.#configuration.self;
  }

  /** What the first oracle that objected said. */
  get objection(): Objection | null {
    return this.#objection;
  }

  /** All that has ever left it for others. */
  get sent(): readonly Sent[] {
    return this.#sent;
  }

  /** Its votes that came to be on disk. */
  get votes(): readonly Extract<JournalRecord, { kind: 'vote' }>[] {
    return this.#journal.filter((record) => record.kind === 'vote');
  }

  get crashes(): number {
    return this.#lives - 1;
  }

  get begun(): number {
    return this.#begun;
  }

  get hasAsked(): boolean {
    return this.#hasAsked;
  }

  /** Whether all that it knows to be chosen is on its disk. */
  get hasNoted(): boolean {
    return this.#notes.length === 0;
  }

  describe(): ReplicaDescription {
    return this.#replica.describe();
  }

  /** What it would be after a crash. */
  describeRestarted(): ReplicaDescription {
    return this.#restored().describe();
  }

  /** What a crash would leave, in few words: equal ones start again alike. */
  describeDisk(): unknown {
    const latest = new Map<string, JournalRecord>();
    for (const record of this.#journal) {
      if (record.kind === 'start') continue;
      const place = 'instance' in record ? `${record.kind} ${record.instance}` : record.kind;
      latest.set(place, record);
    }
    return [[...latest.values()].map(asText).sort(), this.#notes.map(asText)];
  }

  /** What happens in each batch that the runtime makes of `event`. */
  happen(event: LocalEvent): readonly Batch[] {
    switch (event.kind) {
      case 'crash':
        this.#restart();
        return [];
      case 'crash-within':
        return this.#takeIn(event.event, event);
      case 'deliver':
      case 'begin-round':
      case 'recover':
      case 'command':
        return this.#takeIn(event, null);
      default:
        return assertNever(event);
    }
  }

  /** What it tells itself it takes in before anything else, but in a batch of its own. */
  #takeIn(event: TakenIn, crash: Readonly<{ batches: number; frames: number }> | null): readonly Batch[] {
    this.#count(event);
    const batches: Batch[] = [];
    const inbox = this.#replicaEvents(event);
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
      const framesKept = crash?.batches === batches.length ? crash.frames : null;
      const { batch, toItself } = this.#step(next, framesKept);
      batches.push(batch);
      if (framesKept !== null) {
        this.#restart();
        break;
      }
      inbox.push(...toItself);
    }
    return batches;
  }

  /** `framesKept`: it crashes when so many are on disk; null: it does not. */
  #step(event: ReplicaEvent, framesKept: number | null): Readonly<{ batch: Batch; toItself: ReplicaEvent[] }> {
    const { self } = this.#configuration;
    if (event.kind === 'message') {
      this.#hearOfRounds(event.message);
      this.#guard(() => this.#picking.onReceived(self, event.from, event.message));
    }
    const effects = this.#replica.step(event, 0);
    const records: JournalRecord[] = [];
    for (const effect of effects) {
      if (effect.kind === 'persist') records.push(effect.record);
      else if (effect.kind === 'note') this.#notes.push(effect.record);
      else if (effect.kind === 'alarm') this.#objection ??= { judge: 'halt', message: effect.message };
      else if (effect.kind === 'send') this.#guard(() => this.#picking.onSent(effect.message));
    }
    const gate = records.length === 0 ? effects.length : effects.findIndex(({ kind }) => kind === 'persist');
    const toItself = this.#send(effects.slice(0, gate));
    const frames = records.length === 0 ? [] : this.#scope.rules.journalFrames([...this.#notes, ...records]);
    if (records.length > 0) this.#notes = [];
    for (const record of frames.slice(0, framesKept ?? frames.length).flat()) this.#write(record);
    if (framesKept === null) toItself.push(...this.#send(effects.slice(gate)));
    const batch = {
      frames: frames.length,
      leavesEarly: records.length > 0 && effects.slice(0, gate).some(({ kind }) => kind === 'send'),
      isSilent: effects.every(({ kind }) => kind === 'trace'),
    };
    return { batch, toItself };
  }

  #count(event: TakenIn): void {
    if (event.kind === 'command') this.#hasAsked = true;
    if (event.kind === 'begin-round') this.#begun += 1;
  }

  #replicaEvents(event: TakenIn): ReplicaEvent[] {
    switch (event.kind) {
      case 'deliver':
        return event.arrivals.map(asEvent);
      case 'command':
        return [...event.heard.map(asEvent), { kind: 'command', value: commandAt(this.#configuration.self) }];
      case 'begin-round': {
        const { number, roundKind } = event;
        const begin = { kind: 'begin-round', roundKind } as const;
        if (number === null || number === 1) return [begin];
        const promised = roundOf(number - 1, 0, 0);
        return [{ kind: 'message', from: this.node, message: { kind: 'nack', round: promised, promised } }, begin];
      }
      case 'recover':
        return [...event.heard.map(asEvent), { kind: 'recover', instance: event.instance }];
    }
  }

  /** The oracle asks about the rounds that it knows, and no other node tells it of its own. */
  #hearOfRounds(message: Message): void {
    if (message.kind === 'nack') return;
    if ('round' in message) this.#picking.onSent({ kind: 'phase1a', round: message.round });
    if (message.kind !== 'phase1b') return;
    for (const [, round] of message.votes) this.#picking.onSent({ kind: 'phase1a', round });
  }

  /** Returns what it told itself. */
  #send(effects: readonly Effect[]): ReplicaEvent[] {
    const { self } = this.#configuration;
    const toItself: ReplicaEvent[] = [];
    for (const effect of effects) {
      if (effect.kind !== 'send' || !this.#scope.delivered.has(effect.message.kind)) continue;
      const { to, message } = effect;
      this.#guard(() => judgeDurability(this.#name, message, this.#memory, this.#configuration.names));
      if (to === self) toItself.push({ kind: 'message', from: self, message });
      else this.#sent.push({ to, message });
    }
    return toItself;
  }

  #write(record: JournalRecord): void {
    this.#guard(() => judgeRegression(this.#name, record, this.#memory, this.#configuration.names));
    this.#memory.add(record);
    this.#journal.push(record);
  }

  #restart(): void {
    const { self } = this.#configuration;
    this.#notes = [];
    this.#lives += 1;
    this.#picking.onRestart(self);
    this.#replica = this.#started();
  }

  #restored(): Replica {
    const { rules } = this.#scope;
    const replica = new Replica(this.#configuration, rules, new KeyValueStore(rules.sessions));
    if (rules.remembers) for (const record of this.#journal) replica.restore(record);
    return replica;
  }

  #started(): Replica {
    const replica = this.#restored();
    this.#write({ kind: 'start', node: this.#name, incarnation: this.#lives, ...replica.memory });
    replica.step({ kind: 'start' }, 0);
    return replica;
  }

  get #name(): string {
    return this.#configuration.names[this.#configuration.self] ?? String(this.#configuration.self);
  }

  #guard(judge: () => void): void {
    try {
      judge();
    } catch (error) {
      if (!(error instanceof OracleViolation)) throw error;
      this.#objection ??= { judge: error.oracle, message: error.message };
    }
  }
}

function asText(record: JournalRecord): string {
  return JSON.stringify(record);
}

function asEvent({ from, message }: Arrival): ReplicaEvent {
  return { kind: 'message', from, message };
}
