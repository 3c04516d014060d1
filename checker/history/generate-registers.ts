import type { OperationTable } from './operation-table.ts';
import { randomNumbers } from './random-history.ts';
import { TableBuilder } from './table-builder.ts';

/** What a generated history of registers is like. */
export type GeneratedRegisters = Readonly<{
  seed: number;
  operations: number;
  clients: number;
  keys: number;
  /** Each written value a new one, or drawn from 0 to this number - 1. */
  values: 'unique' | number;
  /** Percent of the operations that crash; half of these take effect, up to 50 mean latencies late. */
  crashPercent: number;
  /** Whether one read, among the last hundredth, answers a value that had surely been overwritten before. */
  hasStaleRead: boolean;
}>;

/** Percent of the operations: half of all read, the others write and cas in equal parts. */
const readPercent = 50;
const writePercent = 25;
/** Percent of cas that expect the present value; the others expect an older one. */
const casHitPercent = 70;
/** In mean latencies. */
const thinkTime = 0.1;
const crashDelayMax = 50;
/** Where the stale read goes, as a part of all operations. */
const staleFrom = 0.99;
const rememberedMax = 64;

type Running = {
  readonly client: number;
  readonly process: number;
  readonly key: number;
  readonly f: 'read' | 'write' | 'cas';
  readonly from: number | null;
  readonly to: number | null;
  readonly calledAt: number;
  isEffective: boolean;
  seen: number | null;
  /** What a stale read might answer. */
  readonly stale: readonly number[];
};
type Moment = Readonly<{ at: number; act: () => void }>;
type Register = { value: number | null; readonly past: number[]; lastAcknowledgedCall: number };

/**
 * A history of registers in virtual time: clients run one operation after the other with exponentially distributed
 * latencies, and each takes effect halfway. It has a legal order, unless a stale read of unique values is planted.
 * `info` operations end the process of their client. One description, one history. For benchmarks and tests.
 *
 * ```ts
 * import { checkLinearizability, generateRegisters } from 'ballotproof/checker';
 *
 * const wanted = {
 *   seed: 7,
 *   operations: 1000,
 *   clients: 10,
 *   keys: 1,
 *   values: 'unique',
 *   crashPercent: 1,
 *   hasStaleRead: true,
 * } as const;
 * console.log(checkLinearizability(generateRegisters(wanted), 'register').kind); // → invalid
 * ```
 */
export function generateRegisters(wanted: GeneratedRegisters): OperationTable {
  return new Generator(wanted).run();
}

class Generator {
  readonly #wanted: GeneratedRegisters;
  readonly #random: (limit: number) => number;
  readonly #builder = new TableBuilder();
  readonly #registers: readonly Register[];
  readonly #processes: number[];
  readonly #acknowledgedAt = new Map<number, number>();
  /** What happens next, latest first; as short as there are clients, so that insertion is cheap. */
  readonly #agenda: Moment[] = [];
  #now = 0;
  #begun = 0;
  #nextValue = 1;
  #nextProcess: number;
  #isStaleDue: boolean;

  constructor(wanted: GeneratedRegisters) {
    this.#wanted = wanted;
    this.#random = randomNumbers(wanted.seed);
    this.#registers = Array.from({ length: wanted.keys }, () => ({ value: null, past: [], lastAcknowledgedCall: -1 }));
    this.#processes = Array.from({ length: wanted.clients }, (_, client) => client);
    this.#nextProcess = wanted.clients;
    this.#isStaleDue = wanted.hasStaleRead;
  }

  run(): OperationTable {
    for (let client = 0; client < this.#wanted.clients; client++)
      this.#plan(this.#uniform(), () => this.#begin(client));
    for (let next = this.#agenda.pop(); next !== undefined; next = this.#agenda.pop()) {
      this.#now = next.at;
      next.act();
    }
    return this.#builder.build();
  }

  #begin(client: number): void {
    if (this.#begun === this.#wanted.operations) return;
    this.#begun++;
    const key = this.#random(this.#wanted.keys);
    const running = this.#draw(client, key);
    const { process, f, from, to } = running;
    this.#builder.invoke({ process, f, key, value: f === 'read' ? null : f === 'write' ? to : [from, to] });
    const takeEffect = (): void => this.#takeEffect(running);
    if (this.#chance(this.#wanted.crashPercent)) {
      if (f !== 'read' && this.#chance(50)) this.#plan(this.#uniform() * crashDelayMax, takeEffect);
      this.#plan(1 + 4 * this.#exponential(0.5), () => this.#crash(running));
      return;
    }
    this.#plan(this.#exponential(0.5), () => {
      takeEffect();
      this.#plan(this.#exponential(0.5), () => this.#complete(running));
    });
  }

  #draw(client: number, key: number): Running {
    const register = this.#register(key);
    const isLate = this.#begun > this.#wanted.operations * staleFrom;
    const base = { client, process: this.#processes[client] ?? client, key, calledAt: this.#now };
    const rest = {
      ...base,
      isEffective: false,
      seen: null,
      stale: this.#isStaleDue && isLate ? this.#stale(register) : [],
    };
    if (this.#chance(readPercent)) return { ...rest, f: 'read', from: null, to: null };
    const from = this.#chance(100 * (writePercent / (100 - readPercent))) ? null : this.#expected(register);
    return { ...rest, f: from === null ? 'write' : 'cas', from, to: this.#newValue() };
  }

  /** What a cas expects; null, and then it becomes a write, as long as nothing was written. */
  #expected({ value, past }: Register): number | null {
    const { values } = this.#wanted;
    const isHit = this.#chance(casHitPercent);
    if (values !== 'unique') return isHit && value !== null ? value : this.#random(values);
    return isHit || past.length === 0 ? value : (past[Math.max(0, past.length - 1 - this.#random(8))] ?? value);
  }

  #takeEffect(running: Running): void {
    const register = this.#register(running.key);
    running.isEffective = running.f !== 'cas' || register.value === running.from;
    running.seen = register.value;
    if (running.f === 'read' || !running.isEffective) return;
    if (register.value !== null) register.past.push(register.value);
    if (register.past.length > rememberedMax) register.past.shift();
    register.value = running.to;
  }

  #crash({ client, process }: Running): void {
    this.#builder.complete({ process, type: 'info', value: null });
    this.#processes[client] = this.#nextProcess++;
    this.#plan(this.#exponential(thinkTime), () => this.#begin(client));
  }

  #complete(running: Running): void {
    const { client, process, f, from, to } = running;
    if (!running.isEffective) this.#builder.complete({ process, type: 'fail', value: null });
    else if (f === 'read') this.#builder.complete({ process, type: 'ok', value: this.#answer(running) });
    else {
      this.#acknowledge(running);
      this.#builder.complete({ process, type: 'ok', value: f === 'cas' ? [from, to] : to });
    }
    this.#plan(this.#exponential(thinkTime), () => this.#begin(client));
  }

  #answer({ seen, stale }: Running): number | null {
    const others = this.#isStaleDue ? stale.filter((value) => value !== seen) : [];
    const wrong = others[this.#random(Math.max(1, others.length))];
    if (wrong === undefined) return seen;
    this.#isStaleDue = false;
    return wrong;
  }

  #acknowledge({ key, to, calledAt }: Running): void {
    if (!this.#wanted.hasStaleRead) return;
    const register = this.#register(key);
    if (to !== null) this.#acknowledgedAt.set(to, this.#now);
    register.lastAcknowledgedCall = Math.max(register.lastAcknowledgedCall, calledAt);
  }

  /** Values whose write was acknowledged before some other acknowledged write began. */
  #stale({ past, lastAcknowledgedCall }: Register): readonly number[] {
    return past.filter((value) => (this.#acknowledgedAt.get(value) ?? Infinity) < lastAcknowledgedCall);
  }

  #newValue(): number {
    return this.#wanted.values === 'unique' ? this.#nextValue++ : this.#random(this.#wanted.values);
  }

  #register(key: number): Register {
    const register = this.#registers[key];
    if (register === undefined) throw new RangeError(`there is no register ${key}`);
    return register;
  }

  #plan(delay: number, act: () => void): void {
    const moment: Moment = { at: this.#now + delay, act };
    let place = this.#agenda.length;
    while (place > 0 && (this.#agenda[place - 1]?.at ?? Infinity) < moment.at) place--;
    this.#agenda.splice(place, 0, moment);
  }

  #uniform(): number {
    return this.#random(2 ** 30) / 2 ** 30;
  }

  #exponential(mean: number): number {
    return -mean * Math.log(1 - this.#uniform());
  }

  #chance(percent: number): boolean {
    return this.#uniform() * 100 < percent;
  }
}
