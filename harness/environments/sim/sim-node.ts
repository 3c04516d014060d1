import {
  type CommandOutcome,
  type DecodedJournal,
  decodeJournal,
  type Effect,
  encodeJournalFrame,
  JournalDamage,
  type JournalRecord,
  KeyValueStore,
  type Message,
  type NodeClock,
  Replica,
  type ReplicaConfiguration,
  type ReplicaEvent,
  type ReplicaStatus,
  type Rules,
  Runtime,
  type StateMachine,
  type TraceEvent,
  type Value,
} from '#cluster-node';
import { fractionFor, mixed, streamSeed, textHash } from './chance.ts';
import type { CrashedAppend, SimDisk } from './sim-disk.ts';
import { SimNodeClock } from './sim-node-clock.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Who watches a simulated node. Everything is told at the event at which it happens. */
export interface SimNodeObserver {
  stepped(node: number, event: ReplicaEvent, effects: readonly Effect[]): void;
  /** A timer fired in a process that is awake. */
  timed(node: number, timer: TimerName): void;
  /** A sync has ended: well, and the records are durable; or with an error. */
  synced(node: number, frame: Buffer, isDurable: boolean): void;
  durable(node: number, record: JournalRecord): void;
  /** Handed to the network, before anything becomes of it there. */
  sent(node: number, to: number, message: Message): void;
  executed(node: number, value: Value, outcome: CommandOutcome): void;
  trace(node: number, event: TraceEvent): void;
  answer(node: number, value: Value, outcome: CommandOutcome): void;
  halted(node: number, reason: string): void;
  alarm(node: number, message: string): void;
  /** `tornBytes`: so much of an append that was never finished is cut off its journal. */
  restarted(node: number, tornBytes: number): void;
  /** Its journal is damaged, and so it does not start. */
  damaged(node: number, reason: string): void;
  crashed(node: number, append: CrashedAppend): void;
  /** Its process is gone, whether it crashed or halted. */
  ended(node: number): void;
}

type TimerName = Extract<ReplicaEvent, { kind: 'timer' }>['timer'];

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
  readonly name: string;
  readonly clock: SimNodeClock;
  readonly #configuration: ReplicaConfiguration;
  readonly #rules: Rules;
  readonly #time: VirtualTime;
  readonly #disk: SimDisk;
  /** Names the random decisions about its timers. */
  readonly #timers: number;
  readonly #send: (to: number, message: Message) => void;
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
    seed: number;
    send: (to: number, message: Message) => void;
    observer: SimNodeObserver;
  }) {
    const { self, names } = parts.configuration;
    this.index = self;
    this.name = names[self] ?? String(self);
    this.#configuration = parts.configuration;
    this.#rules = parts.rules;
    this.#time = parts.time;
    this.clock = new SimNodeClock(parts.time);
    this.#disk = parts.disk;
    this.#timers = streamSeed(parts.seed, 'timers', this.name);
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

  /** Starts a process, unless the journal is damaged. */
  start(): void {
    const journal = this.#readJournal();
    if (journal === null) return;
    this.#incarnation += 1;
    this.#disk.truncate(journal.goodBytes);
    const store = new KeyValueStore(this.#rules.sessions);
    const replica = new Replica(
      this.#configuration,
      this.#rules,
      watched(store, (value, outcome) => this.#observer.executed(this.index, value, outcome)),
    );
    if (this.#rules.remembers) for (const record of journal.records) replica.restore(record);
    const process: Process = {
      replica,
      store,
      isReady: false,
      isOver: false,
      runtime: this.#runtimeFor(replica, journal.frames + 1, () => process),
    };
    this.#process = process;
    this.#observer.restarted(this.index, journal.tornBytes);
    const started = {
      kind: 'start',
      node: this.name,
      incarnation: this.#incarnation,
      ...replica.memory,
    } as const;
    this.#append(encodeJournalFrame(journal.frames + 1, [started]), [started], (error) => {
      if (process.isOver) return;
      if (error !== null) return this.#halt(`the journal could not be synced: ${error.message}`);
      process.isReady = true;
      process.runtime.deliver({ kind: 'start' });
    });
  }

  /** `keeps`: which part of the append that is under way is left on the disk, from 0 to 1; absent: left to chance. */
  crash(keeps?: number): void {
    if (this.#process === null) return;
    this.#process.isOver = true;
    this.#process = null;
    this.#asleep = null;
    this.#observer.crashed(this.index, this.#disk.crash(keeps));
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
    if (process?.isReady !== true) return;
    if (this.#asleep === null) process.runtime.deliver(event);
    else this.#whenAwake(process, () => process.runtime.deliver(event));
  }

  #readJournal(): DecodedJournal | null {
    try {
      return decodeJournal(this.#disk.read());
    } catch (error) {
      if (!(error instanceof JournalDamage)) throw error;
      this.#observer.damaged(this.index, error.message);
      return null;
    }
  }

  #runtimeFor(replica: Replica, frames: number, processOf: () => Process): Runtime {
    const observer = this.#observer;
    const { index } = this;
    // what goes into the bytes of an append is remembered beside them, so that it is parsed only after a restart
    let written: readonly JournalRecord[] = [];
    return new Runtime({
      self: index,
      rules: {
        journalFrames: (records) => {
          const framed = this.#rules.journalFrames(records);
          const [only] = framed;
          written = only !== undefined && framed.length === 1 ? only : framed.flat();
          return framed;
        },
      },
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
          this.#append(bytes, written, (error) => this.#whenAwake(processOf(), () => done(error))),
      },
      network: { send: (to, messages) => this.#sendAll(to, messages) },
      clock: this.#clockFor(processOf),
      observer: {
        trace: (event) => observer.trace(index, event),
        answer: (value, outcome) => observer.answer(index, value, outcome),
        alarm: (message) => observer.alarm(index, message),
        halt: (reason) => this.#halt(reason),
      },
    });
  }

  #clockFor(processOf: () => Process): NodeClock {
    const time = this.#time;
    const timers = new Map<TimerName, number>();
    const life = mixed(this.#timers, this.#incarnation);
    // a runtime asks for the same task again and again
    let lastTask: (() => void) | null = null;
    let lastWhenAwake = (): void => {};
    return {
      nowMs: () => this.clock.monotonicMs,
      wallMs: () => this.clock.wallMs,
      setTimer: (timer, minMs, maxMs, fire) => {
        const set = (timers.get(timer) ?? 0) + 1;
        timers.set(timer, set);
        const delayMs = minMs + fractionFor(mixed(life, textHash(timer)), set) * (maxMs - minMs);
        time.after(this.clock.trueMs(delayMs), () => {
          if (timers.get(timer) !== set) return;
          this.#whenAwake(processOf(), () => {
            this.#observer.timed(this.index, timer);
            fire();
          });
        });
      },
      soon: (task) => {
        if (task !== lastTask) {
          lastTask = task;
          lastWhenAwake = () => this.#whenAwake(processOf(), task);
        }
        time.soon(lastWhenAwake);
      },
    };
  }

  /** `records`: what `bytes` say. */
  #append(bytes: Buffer, records: readonly JournalRecord[], done: (error: Error | null) => void): void {
    this.#disk.append(
      bytes,
      () => {
        this.#observer.synced(this.index, bytes, true);
        for (const record of records) this.#observer.durable(this.index, record);
      },
      (error) => {
        if (error !== null) this.#observer.synced(this.index, bytes, false);
        done(error);
      },
    );
  }

  #sendAll(to: number, messages: readonly Message[]): void {
    for (const message of messages) {
      this.#observer.sent(this.index, to, message);
      this.#send(to, message);
    }
  }

  #halt(reason: string): void {
    this.#observer.halted(this.index, reason);
    this.crash();
  }

  /** A paused process takes in messages, timers and finished syncs when it wakes. */
  #whenAwake(process: Process, task: () => void): void {
    if (process.isOver) return;
    if (this.#asleep === null) task();
    else this.#asleep.push(() => this.#whenAwake(process, task));
  }
}

/** Passes everything on, and tells what each command came to. */
function watched(store: KeyValueStore, executed: (value: Value, outcome: CommandOutcome) => void): StateMachine {
  return {
    apply: (value) => {
      const result = store.apply(value);
      executed(value, result.outcome);
      return result;
    },
    outcomeOf: (value) => store.outcomeOf(value),
    readLocally: (value) => store.readLocally(value),
  };
}
