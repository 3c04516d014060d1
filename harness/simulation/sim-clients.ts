import { type OperationTable, TableBuilder } from '#checker';
import {
  type CommandOutcome,
  encodeCommand,
  type KeyValueOperation,
  type MicroOperation,
  type Scalar,
  type Value,
} from '#cluster-node';
import type { SimCluster } from '../environments/sim/sim-cluster.ts';
import type { SimOperation } from './sim-scenario.ts';

/** One operation on its way. */
type Call = {
  readonly operation: SimOperation;
  readonly value: Value;
  readonly process: number;
  readonly history: TableBuilder;
  readonly client: Client;
  readonly sequence: number;
  isAnswered: boolean;
};

/** A client: which of its commands it may still ask for, and which process it is at present. */
type Client = {
  readonly name: string;
  sequence: number;
  readonly unanswered: Set<number>;
  process: number;
  isBusy: boolean;
};

/** How clients fared. */
export type AnswerCounts = { ok: number; fail: number; info: number };

/**
 * The clients of a scenario: they issue the listed operations, ask again where the scenario says so, and write down what they saw, registers and
 * transactions apart, since no key is shared by both.
 */
export class SimClients {
  readonly #cluster: SimCluster;
  readonly #nodeNamed: (name: string) => number;
  readonly #untilMs: number;
  readonly #clients = new Map<number, Client>();
  readonly #calls = new Map<Value, Call>();
  /** Calls that wait for an answer, by node. */
  readonly #waiting: readonly Set<Call>[];
  readonly #registers = new TableBuilder();
  readonly #transactions = new TableBuilder();
  #processes = 0;
  #toCome: number;
  #ok = 0;
  #failed = 0;

  /** What is to happen after `untilMs` never does, and nobody waits for it. */
  constructor(
    cluster: SimCluster,
    { operations, untilMs }: Readonly<{ operations: readonly SimOperation[]; untilMs: number }>,
    nodeNamed: (name: string) => number,
  ) {
    this.#cluster = cluster;
    this.#nodeNamed = nodeNamed;
    this.#waiting = cluster.nodes.map(() => new Set<Call>());
    this.#untilMs = untilMs;
    const timely = operations.filter(({ atMs }) => atMs <= untilMs);
    this.#toCome = timely.length;
    for (const operation of timely) cluster.time.after(operation.atMs, () => this.#issue(operation));
  }

  /** True while an operation or a retry is still to come, or a living node may yet answer one. */
  get isWaiting(): boolean {
    return this.#toCome > 0 || this.#waiting.some((calls) => calls.size > 0);
  }

  get counts(): AnswerCounts {
    const all = this.#registers.size + this.#transactions.size;
    return { ok: this.#ok, fail: this.#failed, info: all - this.#ok - this.#failed };
  }

  /** When `value` was asked for first, or null. */
  invokedAtMs(value: string): number | null {
    return this.#calls.get(value as Value)?.operation.atMs ?? null;
  }

  /** What waits, for people. */
  waiting(): readonly string[] {
    return this.#waiting.flatMap((calls, node) =>
      [...calls].map(({ value }) => `${value} at ${this.#cluster.node(node).name}`),
    );
  }

  /** What they saw; what has not ended may have an effect. */
  histories(): Readonly<{ registers: OperationTable; transactions: OperationTable }> {
    return { registers: this.#registers.build(), transactions: this.#transactions.build() };
  }

  /** The first answer that says something counts. */
  onAnswer(node: number, value: Value, outcome: CommandOutcome): void {
    const call = this.#calls.get(value);
    if (call === undefined || !this.#stopWaiting(node, call) || call.isAnswered || outcome.kind === 'unavailable')
      return;
    const isOk = outcome.kind === 'ok';
    call.isAnswered = true;
    call.client.unanswered.delete(call.sequence);
    for (const other of this.#cluster.nodes) this.#stopWaiting(other.index, call);
    if (call.client.process === call.process) call.client.isBusy = false;
    // Histories tell of what changes things what was asked for, as real clients do.
    const isAnswer = isOk && (call.operation.f === 'read' || call.operation.f === 'txn');
    this.#complete(call, isOk ? 'ok' : 'fail', isAnswer ? outcome.value : call.operation.value);
  }

  /** A process of a node is gone, and with it its connections. */
  onEnded(node: number): void {
    this.#waiting[node]?.clear();
  }

  #issue(operation: SimOperation): void {
    this.#toCome -= 1;
    const client = this.#clientNumbered(operation.client);
    if (client.isBusy) client.process = this.#processes++;
    client.sequence += 1;
    const { sequence } = client;
    client.unanswered.add(sequence);
    const [acknowledged = sequence] = client.unanswered;
    const value = encodeCommand({ client: client.name, sequence, acknowledged, operation: commandOf(operation) });
    const history = operation.f === 'txn' ? this.#transactions : this.#registers;
    const { process } = client;
    const call: Call = { operation, value, process, history, client, sequence, isAnswered: false };
    this.#calls.set(value, call);
    history.invoke({
      process,
      f: operation.f,
      key: operation.f === 'txn' ? null : operation.key,
      value: operation.value,
      timeNs: this.#nowNs(),
      node: operation.node,
    });
    client.isBusy = true;
    const isTaken = this.#ask(call, operation.node);
    const { retry } = operation;
    if (retry !== undefined && this.#cluster.time.nowMs + retry.afterMs <= this.#untilMs) {
      this.#toCome += 1;
      this.#cluster.time.after(retry.afterMs, () => this.#askAgain(call, retry.node));
    } else if (!isTaken) {
      this.#refuse(call);
    }
  }

  /** Nobody took it, and nobody will be asked again: it certainly has no effect. */
  #refuse(call: Call): void {
    call.client.isBusy = false;
    call.client.unanswered.delete(call.sequence);
    call.isAnswered = true;
    this.#complete(call, 'fail', call.operation.value);
  }

  #askAgain(call: Call, node: string): void {
    this.#toCome -= 1;
    if (!call.isAnswered) this.#ask(call, node);
  }

  /** False when nobody takes connections there. */
  #ask(call: Call, name: string): boolean {
    const node = this.#nodeNamed(name);
    if (!this.#cluster.node(node).isReady) return false;
    const waiting = this.#waiting[node];
    waiting?.add(call);
    this.#cluster.submit(node, call.value);
    return true;
  }

  /** False when it did not wait there. */
  #stopWaiting(node: number, call: Call): boolean {
    return this.#waiting[node]?.delete(call) === true;
  }

  #complete(call: Call, type: 'ok' | 'fail', value: unknown): void {
    if (type === 'ok') this.#ok += 1;
    else this.#failed += 1;
    call.history.complete({ process: call.process, type, value, timeNs: this.#nowNs() });
  }

  #clientNumbered(number: number): Client {
    const known = this.#clients.get(number);
    if (known !== undefined) return known;
    const client: Client = {
      name: `c${number}`,
      sequence: 0,
      unanswered: new Set(),
      process: this.#processes++,
      isBusy: false,
    };
    this.#clients.set(number, client);
    return client;
  }

  #nowNs(): number {
    return Math.round(this.#cluster.time.nowMs * 1e6);
  }
}

/** What the scenario lists is checked where it is read. */
function commandOf({ f, key, value }: SimOperation): KeyValueOperation {
  switch (f) {
    case 'read':
      return { f, key };
    case 'write':
      return { f, key, value: value as Scalar };
    case 'cas': {
      const [from, to] = value as readonly [Scalar, Scalar];
      return { f, key, from, to };
    }
    case 'txn':
      return { f, micros: value as readonly MicroOperation[] };
  }
}
