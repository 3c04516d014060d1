import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CommandOutcome,
  type NodeOptions,
  type RoundKind,
  roundKind,
  type TraceLine,
  type Value,
} from '#cluster-node';
import { invariant } from '#foundation';
import { clientsSender } from '#nemesis';
import { HarnessError } from '../../harness-error.ts';
import type {
  Cluster,
  CollectedNode,
  Endpoint,
  FaultInjector,
  RunPlace,
  StatusReport,
  Steering,
  UnexpectedExit,
} from '../../ports/index.ts';
import { MessageGate } from '../links/message-gate.ts';
import { OracleViolation } from './oracles/violation.ts';
import type { SimAudience } from './sim-audience.ts';
import { SimCluster } from './sim-cluster.ts';
import { SimEndpoint, type SimPort } from './sim-endpoint.ts';
import { SimFaultInjector } from './sim-fault-injector.ts';
import { SimLinks } from './sim-links.ts';
import type { SimNode } from './sim-node.ts';
import { SimSteering } from './sim-steering.ts';
import { VirtualClock } from './virtual-clock.ts';

type Listener = (outcome: CommandOutcome | null) => void;

const settings = {
  network: { delayMinMs: 0.1, delayMaxMs: 1, straggling: 0.002, lost: 0.001, duplicated: 0.001 },
  disk: { syncMinMs: 0.1, syncMaxMs: 1.5 },
} as const;

/** A network on which a schedule goes as it is written: what is released arrives, once and in order. */
const inOrder = { delayMinMs: 0.5, delayMaxMs: 0.5, straggling: 0, lost: 0, duplicated: 0 } as const;

type SimPlace = Pick<RunPlace, 'directory' | 'steered' | 'linkDelayMs' | 'seed'>;

/**
 * A simulated cluster as the harness sees any cluster. An oracle that objects ends the cluster at that event, and is
 * reported as an alarm of the node at which it happened to look; a steered cluster goes on, so that the schedule comes to
 * its end, and the objections are kept beside it.
 */
export class SimRunCluster implements Cluster {
  readonly nodes: readonly string[];
  readonly clock: VirtualClock;
  readonly faults: FaultInjector;
  readonly steering: Steering | null;
  readonly #sim: SimCluster;
  readonly #links: SimLinks;
  readonly #directory: string;
  readonly #traces = new Map<string, TraceLine[]>();
  readonly #listeners = new Map<string, Map<Value, Set<Listener>>>();
  readonly #exits: UnexpectedExit[] = [];
  readonly #alarms = new Map<string, string[]>();
  readonly #objections = new Set<string>();
  readonly #audience: SimAudience | null;

  constructor(
    options: NodeOptions,
    { directory, steered = false, linkDelayMs = 0, seed }: SimPlace,
    audience: SimAudience | null = null,
  ) {
    this.nodes = options.names;
    this.#directory = directory;
    this.#audience = audience;
    const outer = audience?.listener ?? {};
    const { quorums, onBrokenPick, reads, roundsBy, rules } = options;
    const { disk } = settings;
    const network = { ...settings.network, ...(steered ? inOrder : {}), linkDelayMs };
    const gate = steered ? new MessageGate() : null;
    this.#sim = new SimCluster(
      { quorums, onBrokenPick, reads, roundsBy, rules, network, disk, seed, gate },
      {
        ...outer,
        trace: (node, event) => {
          outer.trace?.(node, event);
          const line = { ...event, atNs: this.clock.nowNs(), incarnation: this.#sim.node(node).incarnation };
          this.#traceOf(this.#name(node)).push(line);
          if (event.kind === 'alarm') this.#alarmsOf(this.#name(node)).push(event.message);
        },
        answer: (node, value, outcome) => {
          outer.answer?.(node, value, outcome);
          this.#answer(this.#name(node), value, outcome);
        },
        alarm: (node, message) => {
          outer.alarm?.(node, message);
          this.#alarmsOf(this.#name(node)).push(message);
        },
        halted: (node, reason) => {
          outer.halted?.(node, reason);
          this.#exits.push({ node: this.#name(node), atNs: this.clock.nowNs(), status: 'halted', logTail: reason });
        },
        ended: (node) => {
          outer.ended?.(node);
          this.#loseClients(this.#name(node));
        },
        ...(steered ? { objected: (violation) => this.#keepObjection(violation) } : {}),
      },
    );
    audience?.watch(this.#sim);
    this.clock = new VirtualClock(this.#sim.time, (error) => this.#onFailure(error));
    this.#links = new SimLinks(this.nodes, this.#sim.network, this.clock);
    this.faults = new SimFaultInjector({
      clock: this.clock,
      nodes: this.nodes,
      nodeNamed: (name) => this.#node(name),
      links: this.#links,
      guarded: (act) => this.#guarded(act),
    });
    this.steering = gate === null ? null : new SimSteering(this.nodes, gate, (name) => this.#node(name));
    this.#sim.start();
  }

  /** What the oracles of a steered cluster have objected to, each once, in order. */
  get objections(): readonly string[] {
    return [...this.#objections];
  }

  connect(node: string): Endpoint {
    const port: SimPort = {
      node,
      isReachable: () => !this.#links.isCut({ from: clientsSender, to: node }),
      isListening: () => this.#node(node).isReady,
      submit: (value) => this.#sim.submit(this.#index(node), value),
      onAnswer: (value, answered) => this.#listen(node, value, answered),
    };
    return new SimEndpoint(port, this.clock, this.#sim.time);
  }

  async status(name: string): Promise<StatusReport | null> {
    const node = this.#node(name);
    const alarms = this.#alarmsOf(name);
    if (node.status === null && alarms.length === 0) return null;
    const { round = 0, leads = false, leader = null, chosenThrough = 0, applied = 0 } = node.status ?? {};
    const kind: RoundKind = node.status === null ? 'classic' : roundKind(node.status.round);
    return {
      node: name,
      incarnation: node.incarnation,
      leads,
      leader: leader === null ? null : this.#name(leader),
      round: { number: round, kind },
      chosenThrough,
      applied,
      alarms,
    };
  }

  async digest(name: string): Promise<Readonly<{ applied: number; digest: string }> | null> {
    const { status, digest } = this.#node(name);
    return status === null || digest === null ? null : { applied: status.applied, digest };
  }

  async ready(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const untilNs = this.clock.nowNs() + timeoutMs * 1e6;
    for (;;) {
      const waiting = this.nodes.filter((name) => !this.#node(name).isReady);
      const [first] = waiting;
      if (first === undefined) return;
      if (this.clock.nowNs() >= untilNs) {
        throw new HarnessError('NODE_NOT_READY', `${first} was not ready within ${timeoutMs} ms of virtual time.`);
      }
      await this.clock.sleep(10, signal);
    }
  }

  unexpectedExits(): readonly UnexpectedExit[] {
    return this.#exits;
  }

  async collect(): Promise<readonly CollectedNode[]> {
    return this.nodes.map((node) => {
      const directory = join(this.#directory, 'nodes', node);
      const [journal, trace] = [join(directory, 'data', 'journal'), join(directory, 'trace.jsonl')];
      mkdirSync(join(directory, 'data'), { recursive: true });
      writeFileSync(journal, this.#node(node).journal);
      writeFileSync(
        trace,
        this.#traceOf(node)
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      );
      return { node, journal, trace, log: null };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
  }

  /** Does what does not happen within an event of virtual time, and to which an oracle may object all the same. */
  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #onFailure(error: unknown): void {
    if (!(error instanceof OracleViolation)) throw error;
    this.#audience?.objected(error);
    const { message } = error;
    const [first = ''] = this.nodes;
    const named = this.nodes.find((name) => message.startsWith(`${name} `)); // most objections begin with who it was
    this.#alarmsOf(named ?? first).push(`the ${error.oracle} oracle objects: ${message}`);
    this.#end();
  }

  /** A steered cluster meets the same objection at many events. */
  #keepObjection(violation: OracleViolation): void {
    if (this.#objections.has(violation.message)) return;
    this.#objections.add(violation.message);
    this.#audience?.objected(violation);
  }

  /** Of what is being written nothing is kept, so that nothing more comes to be durable that an oracle might object to. */
  #end(): void {
    this.#audience?.ended();
    for (const node of this.#sim.nodes) node.crash(0);
  }

  #listen(node: string, value: Value, listener: Listener): () => void {
    const byValue = this.#listeners.get(node) ?? new Map<Value, Set<Listener>>();
    this.#listeners.set(node, byValue);
    byValue.set(value, (byValue.get(value) ?? new Set()).add(listener));
    return () => byValue.get(value)?.delete(listener);
  }

  #answer(node: string, value: Value, outcome: CommandOutcome): void {
    const listeners = this.#listeners.get(node)?.get(value) ?? [];
    this.#listeners.get(node)?.delete(value);
    for (const listener of listeners) listener(outcome);
  }

  /** The connections of a process end with it. */
  #loseClients(node: string): void {
    const byValue = this.#listeners.get(node);
    this.#listeners.delete(node);
    for (const listeners of byValue?.values() ?? []) for (const listener of listeners) listener(null);
  }

  #node(name: string): SimNode {
    return this.#sim.node(this.#index(name));
  }

  #index(name: string): number {
    const index = this.nodes.indexOf(name);
    invariant(index !== -1, 'a cluster is asked about its own nodes', { name });
    return index;
  }

  #name(index: number): string {
    return this.nodes[index] ?? String(index);
  }

  #traceOf(node: string): TraceLine[] {
    const lines = this.#traces.get(node) ?? [];
    this.#traces.set(node, lines);
    return lines;
  }

  #alarmsOf(node: string): string[] {
    const alarms = this.#alarms.get(node) ?? [];
    this.#alarms.set(node, alarms);
    return alarms;
  }
}
