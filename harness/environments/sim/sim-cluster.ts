import {
  type CommandOutcome,
  type JournalRecord,
  parseMessage,
  type ReplicaConfiguration,
  type Rules,
  type TraceEvent,
  type Value,
} from '#cluster-node';
import { invariant } from '#foundation';
import { nodeNames, type QuorumSystem, quorumFamily, usesFastRounds } from '#quorums';
import type { Rng } from '../../ports/index.ts';
import { AgreementOracle } from './oracles/agreement-oracle.ts';
import { listedQuorums } from './oracles/listed-quorums.ts';
import { PickingOracle } from './oracles/picking-oracle.ts';
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
}>;

/** Who hears what the nodes of a simulated cluster tell, besides the oracles. */
export type SimListener = Readonly<{
  trace?(node: number, event: TraceEvent): void;
  durable?(node: number, record: JournalRecord): void;
  answer?(node: number, value: Value, outcome: CommandOutcome): void;
  alarm?(node: number, message: string): void;
  halted?(node: number, reason: string): void;
  ended?(node: number): void;
}>;

/**
 * N nodes in virtual time, with both oracles after every event: whatever runs here stops with an `OracleViolation` at
 * the event that breaks agreement or the picking rule.
 */
export class SimCluster {
  readonly time: VirtualTime = new VirtualTime();
  readonly network: SimNetwork;
  readonly nodes: readonly SimNode[];
  readonly agreement: AgreementOracle;
  readonly picking: PickingOracle;

  constructor(setting: SimSetting, rng: Rng, listener: SimListener = {}) {
    const { quorums, rules } = setting;
    const listed = listedQuorums(quorums);
    this.agreement = new AgreementOracle(listed);
    this.picking = new PickingOracle(listed);
    this.network = new SimNetwork(this.time, rng.fork('network'), setting.network, (to, from, bytes) =>
      this.#receive(to, from, bytes),
    );
    const names = nodeNames(quorums);
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
          send: (to, bytes) => this.network.send(self, to, bytes),
          observer: {
            stepped: (node, event, effects) => {
              if (event.kind === 'message') this.picking.onReceived(node, event.from, event.message);
              for (const effect of effects) if (effect.kind === 'send') this.picking.onSent(effect.message);
            },
            durable: (node, record) => {
              this.agreement.onDurable(node, record);
              listener.durable?.(node, record);
            },
            trace: (node, event) => {
              if (event.kind === 'decided' || event.kind === 'applied') {
                this.agreement.onLearned(node, event.instance, event.value);
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

  #receive(to: number, from: number, bytes: string): void {
    const message = parseMessage(JSON.parse(bytes));
    invariant(message !== null, 'what a node sends, a node can read', { bytes });
    this.node(to).deliver({ kind: 'message', from, message });
  }
}
