import type { JournalRecord, Message } from '#cluster-node';
import { nodeNames } from '#quorums';
import type { SimCluster, SimListener } from '../environments/sim/sim-cluster.ts';
import { simulate } from '../hunt/simulate.ts';
import type { RunOptions, SimOutcome, SimScenario } from '../simulation/index.ts';
import { faultTold } from './fault-words.ts';
import type { Happening } from './happening.ts';

/** A run with all that happened in it, in order. */
export type RecordedRun = Readonly<{ names: readonly string[]; outcome: SimOutcome; happenings: readonly Happening[] }>;

/** Runs a scenario and writes down what happens. To listen changes nothing. */
export function recordRun(scenario: SimScenario, options: Pick<RunOptions, 'until' | 'oracles'> = {}): RecordedRun {
  const recorder = new RunRecorder();
  const outcome = simulate(scenario, {
    ...options,
    listener: recorder.listener,
    watch: (cluster) => recorder.watch(cluster),
  });
  const names = nodeNames(scenario.system);
  const { happenings } = recorder;
  const faults = faultsOf(scenario, outcome, names);
  const all = inOrder(happenings, faults);
  const { violation } = outcome;
  if (violation === null) return { names, outcome, happenings: all };
  const { atMs, atEvent, judge, message } = violation;
  const end: Happening = { atMs, event: atEvent, kind: 'violation', words: `${judge}: ${message}` };
  return { names, outcome, happenings: [...all, end] };
}

type Missed = Extract<Happening, { kind: 'missed' }>;

class RunRecorder {
  readonly happenings: Happening[] = [];
  #cluster: SimCluster | null = null;
  /** When a copy of a message was handed to the network, by receiver. */
  readonly #sent = new WeakMap<Message, Map<string, number>>();
  readonly #syncing = new Map<number, { atMs: number; records: JournalRecord[] }>();

  readonly listener: SimListener = {
    fateOf: (from, to, message) => {
      const sent = this.#sent.get(message) ?? new Map<string, number>();
      this.#sent.set(message, sent.set(`${from} ${to}`, this.#now.atMs));
      return null;
    },
    delivered: (from, to, message) => {
      if (this.#cluster?.node(to).isReady === false) return this.#addMissed(from, to, message, 'down');
      this.#add({ ...this.#now, kind: 'delivered', from, to, message, sentAtMs: this.#sentAtMs(from, to, message) });
    },
    missed: (from, to, message, why) => this.#addMissed(from, to, message, why),
    stepped: (node, event) => {
      if (event.kind === 'command') this.#add({ ...this.#now, kind: 'asked', node, value: event.value });
    },
    answer: (node, value, outcome) => this.#add({ ...this.#now, kind: 'answered', node, value, outcome }),
    durable: (node, record) => this.#addRecord(node, record),
    trace: (node, told) => this.#add({ ...this.#now, kind: 'trace', node, told }),
    crashed: (node, append) => this.#add({ ...this.#now, kind: 'crashed', node, append }),
    restarted: (node, tornBytes) => this.#add({ ...this.#now, kind: 'started', node, tornBytes }),
    halted: (node, reason) => this.#add({ ...this.#now, kind: 'stopped', node, reason }),
    damaged: (node, reason) => this.#add({ ...this.#now, kind: 'stopped', node, reason: `journal damaged: ${reason}` }),
  };

  watch(cluster: SimCluster): void {
    this.#cluster = cluster;
  }

  get #now(): Readonly<{ atMs: number; event: number }> {
    const { time, hash } = this.#cluster ?? { time: { nowMs: 0 }, hash: { events: 0 } };
    return { atMs: time.nowMs, event: hash.events };
  }

  #add(happening: Happening): void {
    this.happenings.push(happening);
  }

  #addMissed(from: number, to: number, message: Message, why: Missed['why']): void {
    this.#add({ ...this.#now, kind: 'missed', from, to, message, why, sentAtMs: this.#sentAtMs(from, to, message) });
  }

  /** Records of one sync are told one after the other at one moment. */
  #addRecord(node: number, record: JournalRecord): void {
    const { atMs, event } = this.#now;
    const open = this.#syncing.get(node);
    if (open?.atMs === atMs) {
      open.records.push(record);
      return;
    }
    const records = [record];
    this.#syncing.set(node, { atMs, records });
    this.#add({ atMs, event, kind: 'durable', node, records });
  }

  #sentAtMs(from: number, to: number, message: Message): number {
    return this.#sent.get(message)?.get(`${from} ${to}`) ?? this.#now.atMs;
  }
}

/** The beginnings and the ends of faults, as far as the run came. */
function faultsOf(scenario: SimScenario, outcome: SimOutcome, names: readonly string[]): readonly Happening[] {
  const { healAtMs } = scenario;
  const rows = scenario.faults.flatMap((fault, place): Happening[] => {
    const leader = outcome.leaders.find((one) => one.fault === place)?.leader;
    const told = faultTold(fault, names, leader);
    if (told === null || fault.atMs >= healAtMs) return [];
    const nodes = told.nodes.map((node) => names.indexOf(node));
    const begin: Happening = { atMs: fault.atMs, event: 0, kind: 'fault', nodes, words: told.words };
    const endMs = told.forMs === null ? healAtMs : fault.atMs + told.forMs;
    return endMs >= healAtMs ? [begin] : [begin, { ...begin, atMs: endMs, words: `no more: ${told.words}` }];
  });
  const healed: Happening = {
    atMs: healAtMs,
    event: 0,
    kind: 'fault',
    nodes: names.map((_, node) => node),
    words: 'everything is healed',
  };
  return [...rows, healed].filter(({ atMs }) => atMs <= outcome.endedAtMs).sort((a, b) => a.atMs - b.atMs);
}

/** A fault comes before what happens at its moment, with the number of the event that came before it. */
function inOrder(happenings: readonly Happening[], faults: readonly Happening[]): readonly Happening[] {
  const all: Happening[] = [];
  let next = 0;
  let event = 0;
  const take = (untilMs: number): void => {
    for (let fault = faults[next]; fault !== undefined && fault.atMs <= untilMs; fault = faults[next]) {
      all.push({ ...fault, event });
      next += 1;
    }
  };
  for (const happening of happenings) {
    take(happening.atMs);
    all.push(happening);
    event = happening.event;
  }
  take(Number.POSITIVE_INFINITY);
  return all;
}
