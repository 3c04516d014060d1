import type { JournalRecord, Message } from '#cluster-node';
import type { SimAudience } from '../environments/sim/sim-audience.ts';
import type { SimCluster, SimListener } from '../environments/sim/sim-cluster.ts';
import type { Happening } from './happening.ts';

type RecorderOptions = Readonly<{
  /** What comes after this event is not written down; absent: everything is. */
  until?: number | undefined;
  /** Is told once, when the first thing happens after that event. */
  onPast?: () => void;
  /** Of what has been written down, what is still wanted: asked now and then, so that a long run takes little memory. Absent: all. */
  wanted?: (happenings: readonly Happening[]) => readonly Happening[];
}>;

type Missed = Extract<Happening, { kind: 'missed' }>;

/** So much may be written down beyond what was wanted last. */
const unsortedMax = 20_000;

/** Writes down what happens in a simulated cluster, in order, as far as a diagram can show it. */
export class RunRecorder implements SimAudience {
  /** What oracles have said. */
  readonly objections: string[] = [];
  #happenings: Happening[] = [];
  #sortAt = unsortedMax;
  #isOver = false;
  #cluster: SimCluster | null = null;
  readonly #options: RecorderOptions;
  /** When a copy of a message was handed to the network, by receiver. */
  readonly #sent = new WeakMap<Message, Map<string, number>>();
  readonly #syncing = new Map<number, { atMs: number; records: JournalRecord[] }>();

  constructor(options: RecorderOptions = {}) {
    this.#options = options;
  }

  readonly listener: Omit<SimListener, 'objected'> = {
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

  get happenings(): readonly Happening[] {
    return this.#happenings;
  }

  watch(cluster: SimCluster): void {
    this.#cluster = cluster;
  }

  /** A fault begins or ends now, at some nodes. */
  fault(nodes: readonly number[], words: string): void {
    this.#add({ ...this.#now, kind: 'fault', nodes, words });
  }

  objected({ oracle, message }: Readonly<{ oracle: string; message: string }>): void {
    const words = `${oracle}: ${message}`;
    if (this.#add({ ...this.#now, kind: 'violation', words })) this.objections.push(words);
  }

  ended(): void {
    this.#isOver = true;
  }

  get #now(): Readonly<{ atMs: number; event: number }> {
    const { time, hash } = this.#cluster ?? { time: { nowMs: 0 }, hash: { events: 0 } };
    return { atMs: time.nowMs, event: hash.events };
  }

  /** False: the run was over before. */
  #add(happening: Happening): boolean {
    if (this.#isOver) return false;
    const { until, onPast, wanted } = this.#options;
    if (until !== undefined && happening.event > until) {
      this.#isOver = true;
      onPast?.();
      return false;
    }
    this.#happenings.push(happening);
    if (wanted !== undefined && this.#happenings.length >= this.#sortAt) {
      this.#happenings = [...wanted(this.#happenings)];
      this.#sortAt = 2 * this.#happenings.length + unsortedMax;
    }
    return true;
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
