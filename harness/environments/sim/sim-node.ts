import {
  type CommandOutcome,
  decodeJournal,
  decodeJournalFrame,
  type Effect,
  encodeJournalFrame,
  type JournalRecord,
  KeyValueStore,
  Replica,
  type ReplicaConfiguration,
  type ReplicaEvent,
  type ReplicaStatus,
  type Rules,
  Runtime,
  type TraceEvent,
  type Value,
} from '#cluster-node';
import type { Rng } from '../../ports/index.ts';
import type { SimDisk } from './sim-disk.ts';
import { SimNodeClock } from './sim-node-clock.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Who watches a simulated node. Everything is told at the event at which it happens. */
export interface SimNodeObserver {
  stepped(node: number, event: ReplicaEvent, effects: readonly Effect[]): void;
  durable(node: number, record: JournalRecord): void;
  trace(node: number, event: TraceEvent): void;
  answer(node: number, value: Value, outcome: CommandOutcome): void;
  halted(node: number, reason: string): void;
  alarm(node: number, message: string): void;
  restarted(node: number): void;
  /** Its process is gone, whether it crashed or halted. */
  ended(node: number): void;
}

/** One start of a node's process: what a crash ends. */
type Process = {
  readonly runtime: Runtime;
  readonly replica: Replica;
  readonly store: KeyValueStore;
  isReady: boolean;
  isOver: boolean;
};

/**
 * A node in virtual time: the real replica, runtime and journal codec on a simulated disk and network. A crash drops
 * the process, with its timers and whatever it had not sent, and keeps the disk.
 */
export class SimNode {
  readonly index: number;
  readonly clock: SimNodeClock;
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #time: VirtualTime;
  readonly #disk: SimDisk;
  readonly #rng: Rng;
  readonly #send: (to: number, bytes: string) => void;
  readonly #observer: SimNodeObserver;
  #process: Process | null = null;
  /** What a paused process will do when it wakes; null while it is awake. */
  #asleep: (() => void)[] | null = null;
  #incarnation = 0;
  #steps = 0;

  constructor(parts: {
    configuration: ReplicaConfiguration;
    rules: Rules;
    time: VirtualTime;
    disk: SimDisk;
    rng: Rng;
    send: (to: number, bytes: string) => void;
    observer: SimNodeObserver;
  }) {
    this.index = parts.configuration.self;
    this.#configuration = parts.configuration;
    this.#rules = parts.rules;
    this.#time = parts.time;
    this.clock = new SimNodeClock(parts.time);
    this.#disk = parts.disk;
    this.#rng = parts.rng;
    this.#send = parts.send;
    this.#observer = parts.observer;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** True once the process takes commands. */
  get isReady(): boolean {
    return this.#process?.isReady === true;
  }

  get isPaused(): boolean {
    return this.#asleep !== null;
  }

  get incarnation(): number {
    return this.#incarnation;
  }

  /** Null while the node is down. */
  get status(): ReplicaStatus | null {
    return this.#process?.replica.status ?? null;
  }

  /** How many events its processes have taken in. */
  get steps(): number {
    return this.#steps;
  }

  /** What its disk holds durably. */
  get journal(): Buffer {
    return this.#disk.read();
  }

  get digest(): string | null {
    return this.#process?.store.digest() ?? null;
  }

  start(): void {
    this.#incarnation += 1;
    const journal = decodeJournal(this.#disk.read());
    this.#disk.truncate(journal.goodBytes);
    const store = new KeyValueStore();
    const replica = new Replica(this.#configuration, this.#rules, store);
    if (this.#rules.remembers) for (const record of journal.records) replica.restore(record);
    const process: Process = {
      replica,
      store,
      isReady: false,
      isOver: false,
      runtime: this.#runtimeFor(replica, journal.frames + 1, () => process),
    };
    this.#process = process;
    this.#observer.restarted(this.index);
    const started = {
      kind: 'start',
      node: `n${this.index + 1}`,
      incarnation: this.#incarnation,
      ...replica.memory,
    } as const;
    this.#disk.append(
      encodeJournalFrame(journal.frames + 1, [started]),
      () => undefined,
      () => {
        if (process.isOver) return;
        process.isReady = true;
        process.runtime.deliver({ kind: 'start' });
      },
    );
  }

  crash(): void {
    if (this.#process === null) return;
    this.#process.isOver = true;
    this.#process = null;
    this.#asleep = null;
    this.#disk.crash();
    this.#observer.ended(this.index);
  }

  /** Nothing is taken in any more until `resume`; what the disk was asked for goes on. */
  pause(): void {
    if (this.#process !== null) this.#asleep ??= [];
  }

  resume(): void {
    const tasks = this.#asleep ?? [];
    this.#asleep = null;
    for (const task of tasks) task();
  }

  /** Hands an event to the process; lost while there is none, or none that has begun. */
  deliver(event: ReplicaEvent): void {
    const process = this.#process;
    if (process?.isReady === true) this.#whenAwake(process, () => process.runtime.deliver(event));
  }

  #runtimeFor(replica: Replica, frames: number, processOf: () => Process): Runtime {
    const observer = this.#observer;
    const { index } = this;
    const time = this.#time;
    const timers = new Map<string, number>();
    return new Runtime({
      self: index,
      frames,
      replica: {
        step: (event, nowMs, wallMs) => {
          this.#steps += 1;
          const effects = replica.step(event, nowMs, wallMs);
          observer.stepped(index, event, effects);
          return effects;
        },
      },
      storage: {
        append: (bytes, done) =>
          this.#disk.append(
            bytes,
            () => {
              for (const record of decodeJournalFrame(bytes)) observer.durable(index, record);
            },
            (error) => this.#whenAwake(processOf(), () => done(error)),
          ),
      },
      network: {
        send: (to, messages) => {
          for (const message of messages) this.#send(to, JSON.stringify(message));
        },
      },
      clock: {
        nowMs: () => this.clock.monotonicMs,
        wallMs: () => this.clock.wallMs,
        setTimer: (timer, minMs, maxMs, fire) => {
          const set = (timers.get(timer) ?? 0) + 1;
          timers.set(timer, set);
          time.after(this.clock.trueMs(minMs + this.#rng.fraction() * (maxMs - minMs)), () => {
            if (timers.get(timer) === set) this.#whenAwake(processOf(), fire);
          });
        },
        soon: (task) => time.after(0.005, () => this.#whenAwake(processOf(), task)),
      },
      observer: {
        trace: (event) => observer.trace(index, event),
        answer: (value, outcome) => observer.answer(index, value, outcome),
        alarm: (message) => observer.alarm(index, message),
        halt: (reason) => {
          observer.halted(index, reason);
          this.crash();
        },
      },
    });
  }

  /** A paused process takes in messages, timers and finished syncs when it wakes. */
  #whenAwake(process: Process, task: () => void): void {
    if (process.isOver) return;
    if (this.#asleep === null) task();
    else this.#asleep.push(() => this.#whenAwake(process, task));
  }
}
