import type {
  CommandOutcome,
  Effect,
  JournalRecord,
  Message,
  ReplicaConfiguration,
  ReplicaEvent,
  Rules,
  TraceEvent,
  Value,
} from '#cluster-node';
import { invariant } from '#foundation';
import { nodeNames, type QuorumSystem, quorumFamily, usesFastRounds } from '#quorums';
import type { MessageGate } from '../links/message-gate.ts';
import { mixed, streamSeed, textHash } from './chance.ts';
import { Oracles } from './oracles/oracles.ts';
import type { OracleViolation } from './oracles/violation.ts';
import { RunHash } from './run-hash.ts';
import { type SentMessage, WireCodec } from './sent-message.ts';
import { type CrashedAppend, type DiskTiming, SimDisk } from './sim-disk.ts';
import { type MessageFate, type MessageLoss, type NetworkTiming, SimNetwork } from './sim-network.ts';
import { SimNode } from './sim-node.ts';
import { VirtualTime } from './virtual-time.ts';

export type SimSetting = Readonly<{
  quorums: QuorumSystem;
  onBrokenPick: ReplicaConfiguration['onBrokenPick'];
  reads: ReplicaConfiguration['reads'];
  /** Absent: timeouts. */
  roundsBy?: ReplicaConfiguration['roundsBy'];
  rules: Rules;
  network: NetworkTiming;
  disk: DiskTiming;
  /** Whatever is left to chance follows from it. */
  seed: number;
  /** Whether oracles look on. Default: true. */
  oracles?: boolean;
  /** Holds each message from node to node until it is released; absent: nothing does. */
  gate?: MessageGate | null;
}>;

/** Who hears what the nodes of a simulated cluster do and tell, besides the oracles. Nodes are indices. */
export type SimListener = Readonly<{
  stepped?(node: number, event: ReplicaEvent, effects: readonly Effect[]): void;
  trace?(node: number, event: TraceEvent): void;
  durable?(node: number, record: JournalRecord): void;
  executed?(node: number, value: Value, outcome: CommandOutcome): void;
  answer?(node: number, value: Value, outcome: CommandOutcome): void;
  alarm?(node: number, message: string): void;
  halted?(node: number, reason: string): void;
  ended?(node: number): void;
  crashed?(node: number, append: CrashedAppend): void;
  restarted?(node: number, tornBytes: number): void;
  damaged?(node: number, reason: string): void;
  failedSync?(node: number): void;
  /** Handed to the network. */
  sent?(from: number, to: number, message: Message): void;
  /** What becomes of a message instead of what the network would make of it; null: that. */
  fateOf?(from: number, to: number, message: Message): MessageFate | null;
  delivered?(from: number, to: number, message: Message): void;
  missed?(from: number, to: number, message: Message, why: MessageLoss): void;
  timed?(node: number, timer: string): void;
  /** An oracle objects; absent: that is thrown. */
  objected?(violation: OracleViolation): void;
}>;

/** What an event is, for the hash of a run. */
const happening = { delivered: 1, timer: 2, synced: 3, failedSync: 4, client: 5 } as const;

/**
 * N nodes in virtual time, with the oracles looking after every event: whatever runs here stops with an `OracleViolation` at
 * the event that breaks a rule, unless there is a listener for objections.
 */
export class SimCluster {
  readonly time: VirtualTime = new VirtualTime();
  /** Everything that happened: a delivered message, a timer, a finished sync, a step of a client. */
  readonly hash: RunHash = new RunHash();
  readonly network: SimNetwork;
  readonly nodes: readonly SimNode[];
  /** Null: nobody looks on. */
  readonly oracles: Oracles | null;
  readonly #names: readonly string[];
  readonly #disks: readonly SimDisk[];
  readonly #gate: MessageGate | null;
  readonly #listener: SimListener;
  readonly #wire = new WireCodec();
  /** The latest messages to be encoded, in turn, each with what came of it. */
  readonly #encoded: { message: Message; sent: SentMessage }[] = [];
  #encodedLast = -1;

  constructor(setting: SimSetting, listener: SimListener = {}) {
    const { quorums, gate = null, seed } = setting;
    const names = nodeNames(quorums);
    this.#gate = gate;
    this.#listener = listener;
    this.#names = names;
    this.oracles = setting.oracles === false ? null : new Oracles(quorums, setting.reads, listener.objected ?? null);
    const { fateOf, missed } = listener;
    this.network = new SimNetwork(
      { time: this.time, names, seed, timing: setting.network },
      {
        receive: (to, from, sent) => this.#receive(to, from, sent),
        ...(fateOf ? { fateOf: (from, to, { message }) => fateOf(from, to, message) } : {}),
        ...(missed ? { missed: (to, from, { message }, why) => missed(from, to, message, why) } : {}),
      },
    );
    this.#disks = names.map((name) => new SimDisk(this.time, streamSeed(seed, 'disk', name), setting.disk));
    this.nodes = names.map((_, self) => this.#node(self, setting));
  }

  start(): void {
    for (const node of this.nodes) node.start();
  }

  node(index: number): SimNode {
    const node = this.nodes[index];
    invariant(node !== undefined, 'a node has an index below the number of nodes', { index });
    return node;
  }

  disk(index: number): SimDisk {
    const disk = this.#disks[index];
    invariant(disk !== undefined, 'a disk belongs to a node', { index });
    return disk;
  }

  /** A client of `node` asks for `value`. */
  submit(node: number, value: Value): void {
    this.hash.add(this.time.nowMs, happening.client, node, textHash(value));
    this.node(node).deliver({ kind: 'command', value });
  }

  /** Runs events until virtual time `untilMs`, or until `isDone` says so. @throws OracleViolation */
  run(untilMs: number, isDone: () => boolean = () => false): void {
    for (let nextAtMs = this.time.nextAtMs; nextAtMs !== null && nextAtMs <= untilMs; nextAtMs = this.time.nextAtMs) {
      this.time.step();
      if (isDone()) return;
    }
  }

  #node(self: number, setting: SimSetting): SimNode {
    const { quorums, seed } = setting;
    const oracles = this.oracles;
    const listener = this.#listener;
    return new SimNode({
      configuration: {
        self,
        names: this.#names,
        quorums: quorumFamily(quorums),
        usesFastRounds: usesFastRounds(quorums),
        onBrokenPick: setting.onBrokenPick,
        reads: setting.reads,
        roundsBy: setting.roundsBy ?? 'timeouts',
      },
      rules: setting.rules,
      time: this.time,
      disk: this.disk(self),
      seed,
      send: (to, message) => this.#send(self, to, message),
      observer: {
        stepped: (node, event, effects) => {
          oracles?.onStepped(node, event, effects);
          listener.stepped?.(node, event, effects);
        },
        timed: (node, timer) => {
          this.hash.add(this.time.nowMs, happening.timer, node, textHash(timer));
          listener.timed?.(node, timer);
        },
        synced: (node, frame, isDurable) => {
          const what = isDurable ? happening.synced : happening.failedSync;
          this.hash.add(this.time.nowMs, what, node, frame.readInt32BE(checksumAt));
          if (!isDurable) listener.failedSync?.(node);
        },
        durable: (node, record) => {
          oracles?.onDurable(node, record);
          listener.durable?.(node, record);
        },
        sent: (node, to, message) => {
          oracles?.onSent(node, message);
          listener.sent?.(node, to, message);
        },
        executed: (node, value, outcome) => {
          oracles?.onExecuted(node, outcome);
          listener.executed?.(node, value, outcome);
        },
        trace: (node, event) => {
          listener.trace?.(node, event);
          oracles?.onTrace(node, event);
        },
        answer: (node, value, outcome) => {
          oracles?.onAnswer(node, value, outcome);
          const content = mixed(textHash(value), textHash(JSON.stringify(outcome)));
          this.hash.add(this.time.nowMs, happening.client, node, content);
          listener.answer?.(node, value, outcome);
        },
        restarted: (node, tornBytes) => {
          oracles?.onRestart(node);
          listener.restarted?.(node, tornBytes);
        },
        halted: (node, reason) => listener.halted?.(node, reason),
        alarm: (node, message) => listener.alarm?.(node, message),
        damaged: (node, reason) => listener.damaged?.(node, reason),
        crashed: (node, append) => listener.crashed?.(node, append),
        ended: (node) => listener.ended?.(node),
      },
    });
  }

  #send(from: number, to: number, message: Message): void {
    const sent = this.#encode(message);
    if (sent === null) return;
    if (this.#gate === null) return this.network.send(from, to, sent);
    const held = { from: this.#name(from), to: this.#name(to), message: sent.message };
    this.#gate.take(held, () => this.network.send(from, to, sent));
  }

  /** A broadcast hands on one and the same message several times in a row, or several of them in turn. */
  #encode(message: Message): SentMessage | null {
    const last = this.#encoded[this.#encodedLast];
    if (last !== undefined && last.message === message) return last.sent;
    for (const known of this.#encoded) if (known.message === message) return known.sent;
    const sent = this.#wire.send(message);
    if (sent === null) return null;
    this.#encodedLast = (this.#encodedLast + 1) % encodedMax;
    this.#encoded[this.#encodedLast] = { message, sent };
    return sent;
  }

  #receive(to: number, from: number, { message, hash }: SentMessage): void {
    this.hash.add(this.time.nowMs, happening.delivered, to, mixed(hash, from));
    this.#listener.delivered?.(from, to, message);
    this.node(to).deliver({ kind: 'message', from, message });
  }

  #name(index: number): string {
    return this.#names[index] ?? String(index);
  }
}

/** So many messages of one batch are known again when they go to the next node. */
const encodedMax = 8;
/** Where the header of a journal's frame has its checksum. */
const checksumAt = 14;
