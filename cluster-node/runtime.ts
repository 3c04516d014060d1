import { assertNever } from '#foundation';
import { PendingRecords } from './pending-records.ts';
import type { InputLog, JournalStorage, NodeClock, NodeObserver, PeerNetwork } from './ports.ts';
import type { Effect, ReplicaEvent } from './protocol/effects.ts';
import type { Message } from './protocol/messages.ts';
import { paxosRules, type Rules } from './protocol/rules.ts';
import { SyncTimes } from './sync-times.ts';

/** The part of a replica that a runtime needs. */
export interface Stepping {
  step(event: ReplicaEvent, nowMs: number, wallMs: number): readonly Effect[];
}

const batchMax = 1_024;
export const exitAfterAlarm = 3;
export const exitAfterFailedSync = 4;

/**
 * Performs what a replica asks for, under one contract: whatever follows a `persist` leaves only after that record
 * is on disk. It takes all waiting events at once, so that many records share one sync. A message to oneself goes
 * through the same gate, and through the inbox, as one to somebody else. A failed sync stops the node, because the
 * page cache may already have dropped the data. protocol.md 2.2.
 */
export class Runtime {
  readonly #replica: Stepping;
  readonly #self: number;
  readonly #storage: JournalStorage;
  readonly #network: PeerNetwork;
  readonly #clock: NodeClock;
  readonly #observer: NodeObserver;
  readonly #inputs: InputLog | null;
  readonly #records: PendingRecords;
  readonly #syncTimes = new SyncTimes();
  #inbox: ReplicaEvent[] = [];
  #isBusy = false;
  #hasHalted = false;

  /** `frames`: how many the journal holds already. `rules`: absent, the correct ones. `inputs`: absent, nobody writes them down. */
  constructor(parts: {
    replica: Stepping;
    self: number;
    rules?: Pick<Rules, 'journalFrames'>;
    frames: number;
    storage: JournalStorage;
    network: PeerNetwork;
    clock: NodeClock;
    observer: NodeObserver;
    inputs?: InputLog;
  }) {
    this.#replica = parts.replica;
    this.#self = parts.self;
    this.#records = new PendingRecords(parts.rules ?? paxosRules, parts.frames);
    this.#storage = parts.storage;
    this.#network = parts.network;
    this.#clock = parts.clock;
    this.#observer = parts.observer;
    this.#inputs = parts.inputs ?? null;
  }

  get syncP99Ms(): number {
    return this.#syncTimes.p99Ms;
  }

  get electionTimeoutMs(): number {
    return this.#syncTimes.electionTimeoutMs;
  }

  get inboxLength(): number {
    return this.#inbox.length;
  }

  /** Hands an event to the replica, in turn. */
  deliver(event: ReplicaEvent): void {
    if (this.#hasHalted) return;
    this.#enqueue(event);
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#clock.soon(this.#takeNextBatch);
  }

  /** Puts on disk what nobody waits for, and then performs nothing more. */
  shutDown(done: () => void): void {
    const finish = (): void => {
      this.#hasHalted = true;
      const rest = this.#records.takeRest();
      if (rest === null) done();
      else this.#storage.append(rest, done);
    };
    if (this.#isBusy) this.#whenIdle = finish;
    else finish();
  }

  #whenIdle: (() => void) | null = null;
  readonly #takeNextBatch = (): void => this.#takeBatch();

  #takeBatch(): void {
    if (this.#hasHalted) return;
    if (this.#inbox.length === 0 || this.#whenIdle !== null) {
      this.#isBusy = false;
      this.#whenIdle?.();
      return;
    }
    const events = this.#inbox.length <= batchMax ? this.#inbox : this.#inbox.slice(0, batchMax);
    this.#inbox = this.#inbox.length <= batchMax ? [] : this.#inbox.slice(batchMax);
    const nowMs = this.#clock.nowMs();
    const wallMs = this.#clock.wallMs();
    const effects = this.#step(events, nowMs, wallMs);
    const frame = this.#records.takeFor(effects);
    if (frame === null) {
      this.#perform(effects, 0, effects.length);
      return this.#goOn();
    }
    const gate = gateOf(effects);
    this.#perform(effects, 0, gate);
    this.#storage.append(frame, (error) => {
      if (error !== null) return this.#halt(`the journal could not be synced: ${error.message}`, exitAfterFailedSync);
      const takesMs = this.#clock.nowMs() - nowMs;
      if (this.#syncTimes.record(takesMs)) {
        this.#inbox.push({ kind: 'pace', electionTimeoutMs: this.#syncTimes.electionTimeoutMs });
      }
      this.#perform(effects, gate, effects.length);
      this.#takeBatch();
    });
  }

  /** Takes what has come meanwhile, or rests until something comes. */
  #goOn(): void {
    if (this.#inbox.length === 0 && this.#whenIdle === null) this.#isBusy = false;
    else this.#clock.soon(this.#takeNextBatch);
  }

  #step(events: readonly ReplicaEvent[], nowMs: number, wallMs: number): readonly Effect[] {
    const gathered: Effect[] = [];
    let effects: readonly Effect[] = gathered;
    try {
      for (const event of events) {
        const more = this.#replica.step(event, nowMs, wallMs);
        if (events.length === 1) effects = more;
        else for (const effect of more) gathered.push(effect);
      }
    } catch (error) {
      this.#inputs?.record({ events, nowMs, wallMs, effects, failure: String(error) });
      throw error;
    }
    this.#inputs?.record({ events, nowMs, wallMs, effects, failure: null });
    return effects;
  }

  /** Performs the effects from `start` to before `end`; what goes to one node goes together. */
  #perform(effects: readonly Effect[], start: number, end: number): void {
    let recipients = 0;
    let areBundles = false;
    for (let at = start; at < end && !this.#hasHalted; at += 1) {
      const effect = effects[at];
      if (effect === undefined) continue;
      if (effect.kind !== 'send' || effect.to === this.#self) {
        this.#performOne(effect);
        continue;
      }
      const recipient = 1 << effect.to;
      areBundles ||= (recipients & recipient) !== 0;
      recipients |= recipient;
    }
    if (this.#hasHalted || recipients === 0) return;
    if (areBundles) for (const [to, messages] of bundlesOf(effects, start, end)) this.#sendToOther(to, messages);
    else this.#sendEach(effects, start, end);
  }

  /** The usual case: nobody gets more than one message, and mostly all get the same. */
  #sendEach(effects: readonly Effect[], start: number, end: number): void {
    let messages: readonly Message[] = [];
    for (let at = start; at < end; at += 1) {
      const effect = effects[at];
      if (effect?.kind !== 'send') continue;
      if (effect.message !== messages[0]) messages = [effect.message];
      this.#sendToOther(effect.to, messages);
    }
  }

  #sendToOther(to: number, messages: readonly Message[]): void {
    if (to !== this.#self) this.#network.send(to, messages);
  }

  /** Mostly it is the only one, and gets an array of its size. */
  #enqueue(event: ReplicaEvent): void {
    if (this.#inbox.length === 0) this.#inbox = [event];
    else this.#inbox.push(event);
  }

  #performOne(effect: Effect): void {
    switch (effect.kind) {
      case 'persist':
      case 'note':
        return;
      case 'send':
        return this.#enqueue({ kind: 'message', from: this.#self, message: effect.message });
      case 'answer':
        return this.#observer.answer(effect.value, effect.outcome);
      case 'timer':
        return this.#clock.setTimer(effect.timer, effect.minMs, effect.maxMs, () =>
          this.deliver({ kind: 'timer', timer: effect.timer }),
        );
      case 'trace':
        return this.#observer.trace(effect.event);
      case 'alarm':
        this.#observer.alarm(effect.message);
        if (effect.stops) this.#halt(`alarm: ${effect.message}`, exitAfterAlarm);
        return;
      default:
        return assertNever(effect);
    }
  }

  #halt(reason: string, exitStatus: number): void {
    this.#hasHalted = true;
    this.#inbox = [];
    this.#observer.halt(reason, exitStatus);
  }
}

/** What goes to whom, by recipient in the order of its first message. */
function bundlesOf(effects: readonly Effect[], start: number, end: number): ReadonlyMap<number, readonly Message[]> {
  const bundles = new Map<number, Message[]>();
  for (let at = start; at < end; at += 1) {
    const effect = effects[at];
    if (effect?.kind !== 'send') continue;
    const bundle = bundles.get(effect.to);
    if (bundle === undefined) bundles.set(effect.to, [effect.message]);
    else bundle.push(effect.message);
  }
  return bundles;
}

/** Where the first effect is that has to wait for the disk, and all behind it with it; 0 when only notes are written. */
function gateOf(effects: readonly Effect[]): number {
  for (let at = 0; at < effects.length; at += 1) if (effects[at]?.kind === 'persist') return at;
  return 0;
}
