import {
  type CommandOutcome,
  type JournalRecord,
  type Message,
  parseMessage,
  type ReplicaConfiguration,
  type Rules,
  type TraceEvent,
  type Value,
} from '#cluster-node';
import { invariant } from '#foundation';
import { nodeNames, type QuorumSystem, quorumFamily, usesFastRounds } from '#quorums';
import type { Rng } from '../../ports/index.ts';
import type { MessageGate } from '../links/message-gate.ts';
import { AgreementOracle } from './oracles/agreement-oracle.ts';
import { listedQuorums } from './oracles/listed-quorums.ts';
import { PickingOracle } from './oracles/picking-oracle.ts';
import { OracleViolation } from './oracles/violation.ts';
import { type DiskTiming, SimDisk } from './sim-disk.ts';
import { type NetworkTiming, SimNetwork } from './sim-network.ts';
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
  /** Holds each message from node to node until it is released; absent: nothing does. */
  gate?: MessageGate | null;
}>;

/** Who hears what the nodes of a simulated cluster tell, besides the oracles. */
export type SimListener = Readonly<{
  trace?(node: number, event: TraceEvent): void;
  durable?(node: number, record: JournalRecord): void;
  answer?(node: number, value: Value, outcome: CommandOutcome): void;
  alarm?(node: number, message: string): void;
  halted?(node: number, reason: string): void;
  ended?(node: number): void;
  /** An oracle objects; absent: that is thrown. */
  objected?(violation: OracleViolation): void;
}>;

/**
 * N nodes in virtual time, with both oracles after every event: whatever runs here stops with an `OracleViolation` at
 * the event that breaks agreement or the picking rule, unless there is a listener for objections.
 */
export class SimCluster {
  readonly time: VirtualTime = new VirtualTime();
  readonly network: SimNetwork;
  readonly nodes: readonly SimNode[];
  readonly agreement: AgreementOracle;
  readonly picking: PickingOracle;
  readonly #names: readonly string[];
  readonly #gate: MessageGate | null;
  readonly #listener: SimListener;

  constructor(setting: SimSetting, rng: Rng, listener: SimListener = {}) {
    const { quorums, rules, gate = null } = setting;
    this.#gate = gate;
    this.#listener = listener;
    this.#names = nodeNames(quorums);
    const listed = listedQuorums(quorums);
    this.agreement = new AgreementOracle(listed);
    this.picking = new PickingOracle(listed);
    this.network = new SimNetwork(this.time, rng.fork('network'), setting.network, (to, from, bytes) =>
      this.#receive(to, from, bytes),
    );
    const names = this.#names;
    const family = quorumFamily(quorums);
    this.nodes = names.map(
      (name, self) =>
        new SimNode({
          configuration: {
            self,
            names,
            quorums: family,
            usesFastRounds: usesFastRounds(quorums),
            onBrokenPick: setting.onBrokenPick,
            reads: setting.reads,
            roundsBy: setting.roundsBy ?? 'timeouts',
          },
          rules,
          time: this.time,
          disk: new SimDisk(this.time, rng.fork(`disk ${name}`), setting.disk),
          rng: rng.fork(`timers ${name}`),
          send: (to, bytes) => this.#send(self, to, bytes),
          observer: {
            stepped: (node, event, effects) => {
              if (event.kind === 'message') this.picking.onReceived(node, event.from, event.message);
              for (const effect of effects) {
                if (effect.kind === 'send') this.#judge(() => this.picking.onSent(effect.message));
              }
            },
            durable: (node, record) => {
              this.#judge(() => this.agreement.onDurable(node, record));
              listener.durable?.(node, record);
            },
            trace: (node, event) => {
              if (event.kind === 'decided' || event.kind === 'applied') {
                this.#judge(() => this.agreement.onLearned(node, event.instance, event.value));
              }
              listener.trace?.(node, event);
            },
            answer: (node, value, outcome) => listener.answer?.(node, value, outcome),
            halted: (node, reason) => listener.halted?.(node, reason),
            alarm: (node, message) => listener.alarm?.(node, message),
            restarted: (node) => this.picking.onRestart(node),
            ended: (node) => listener.ended?.(node),
          },
        }),
    );
  }

  start(): void {
    for (const node of this.nodes) node.start();
  }

  node(index: number): SimNode {
    const node = this.nodes[index];
    invariant(node !== undefined, 'a node has an index below the number of nodes', { index });
    return node;
  }

  /** Runs events until virtual time `untilMs`, or until `isDone` says so. @throws OracleViolation */
  run(untilMs: number, isDone: () => boolean = () => false): void {
    for (let nextAtMs = this.time.nextAtMs; nextAtMs !== null && nextAtMs <= untilMs; nextAtMs = this.time.nextAtMs) {
      this.time.step();
      if (isDone()) return;
    }
  }

  #send(from: number, to: number, bytes: string): void {
    const pass = (): void => this.network.send(from, to, bytes);
    if (this.#gate === null) return pass();
    this.#gate.take({ from: this.#name(from), to: this.#name(to), message: messageIn(bytes) }, pass);
  }

  /** Lets an oracle look, whose objection goes to whoever listens for it. */
  #judge(look: () => void): void {
    try {
      look();
    } catch (error) {
      if (!(error instanceof OracleViolation) || this.#listener.objected === undefined) throw error;
      this.#listener.objected(error);
    }
  }

  #name(index: number): string {
    return this.#names[index] ?? String(index);
  }

  #receive(to: number, from: number, bytes: string): void {
    this.node(to).deliver({ kind: 'message', from, message: messageIn(bytes) });
  }
}

function messageIn(bytes: string): Message {
  const message = parseMessage(JSON.parse(bytes));
  invariant(message !== null, 'what a node sends, a node can read', { bytes });
  return message;
}
