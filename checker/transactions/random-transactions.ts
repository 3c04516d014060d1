import type { OperationTable } from '../history/operation-table.ts';
import { randomNumbers } from '../history/random-history.ts';
import { plantedScripts } from './planted-anomalies.ts';
import { type TransactionRow, tableOfTransactions } from './table-of-transactions.ts';
import type { MicroOperation, TransactionWorkload } from './transaction-table.ts';

/** What a generated history of transactions is like. */
export type TransactionShape = Readonly<{
  seed: number;
  workload: TransactionWorkload;
  transactions: number;
  processes: number;
  /** Micro-operations of a transaction: 1 to this many, half of them reads. */
  operationsMax: number;
  /** How many keys are in use at a time, and after how many writes one is given up for a new one. */
  liveKeys: number;
  writesPerKey: number;
  /** Percent of transactions that fail without effect, and that crash, half of which take effect. */
  failPercent?: number;
  crashPercent?: number;
  /** Anomalies to plant, each once, on keys of its own, spread over the history. */
  plant?: readonly string[];
}>;

type Running = {
  readonly row: number;
  readonly asked: readonly MicroOperation[];
  done: readonly MicroOperation[] | null;
};
type MutableRow = { -readonly [Field in keyof TransactionRow]: TransactionRow[Field] };

/**
 * A history of transactions on a store that executes each at one moment between invocation and completion, so that it is
 * strictly serializable but for what is planted. One shape, one history. For tests and benchmarks.
 *
 * ```ts
 * import { checkTransactions, randomTransactions } from 'ballotproof/checker';
 *
 * const workload = 'list-append';
 * const shape = { seed: 1, transactions: 1_000, processes: 20, operationsMax: 4, liveKeys: 10, writesPerKey: 250 };
 * const table = randomTransactions({ ...shape, workload, plant: ['G2-item'] });
 * console.log(checkTransactions(table, { workload }).anomalyTypes); // [ 'G2-item', 'G2-item-realtime' ] or the like
 * ```
 */
export function randomTransactions(shape: TransactionShape): OperationTable {
  const { workload, failPercent = 0, crashPercent = 0, plant = [] } = shape;
  const random = randomNumbers(shape.seed);
  const store = new Store(workload);
  const keys = new LiveKeys(shape, random);
  const rows: MutableRow[] = [];
  const clients = Array.from({ length: shape.processes }, (_, process) => ({
    process,
    running: null as Running | null,
  }));
  let nextProcess = shape.processes;
  let position = 0;
  let begun = 0;
  let planted = 0;

  const plantNext = (): void => {
    const name = plant[planted] ?? 'G0';
    const events = plantedScripts(workload, name, `planted ${planted}`);
    const row = new Map<number, MutableRow>();
    for (const { script, isEnd } of events) {
      const { id, process, type, value } = script;
      if (isEnd) Object.assign(row.get(id) ?? {}, { ret: position++ });
      else {
        const begins: MutableRow = { process: nextProcess + process, type, value, call: position++ };
        row.set(id, begins);
        rows.push(begins);
      }
    }
    nextProcess += events.length;
    planted++;
  };

  while (begun < shape.transactions || clients.some(({ running }) => running !== null)) {
    if (planted < plant.length && begun >= ((planted + 1) * shape.transactions) / (plant.length + 1)) plantNext();
    const client = clients[random(clients.length)];
    if (!client) break;
    if (client.running === null) {
      if (begun === shape.transactions) continue;
      const asked = keys.transaction();
      const done = random(2) === 0 ? null : store.execute(asked);
      client.running = { row: rows.length, asked, done };
      rows.push({ process: client.process, type: 'info', value: asked, call: position++ });
      begun++;
      continue;
    }
    const { row, asked, done } = client.running;
    client.running = null;
    const ended = rows[row];
    if (!ended) continue;
    if (random(100) < crashPercent) {
      if (done === null && random(2) === 0) store.execute(asked);
      client.process = nextProcess++;
      continue;
    }
    const hasFailed = done === null && random(100) < failPercent;
    ended.type = hasFailed ? 'fail' : 'ok';
    if (!hasFailed) ended.value = done ?? store.execute(asked);
    ended.ret = position++;
  }
  while (planted < plant.length) plantNext();
  return tableOfTransactions(rows);
}

/** Lists or registers that are read and written at once. */
class Store {
  readonly #isLists: boolean;
  readonly #lists = new Map<string | number, unknown[]>();
  readonly #registers = new Map<string | number, unknown>();

  constructor(workload: TransactionWorkload) {
    this.#isLists = workload === 'list-append';
  }

  execute(asked: readonly MicroOperation[]): readonly MicroOperation[] {
    return asked.map(([f, key, value]): MicroOperation => {
      if (f === 'r') return [f, key, this.#read(key)];
      this.#write(key, value);
      return [f, key, value];
    });
  }

  #read(key: string | number): unknown {
    return this.#isLists ? (this.#lists.get(key)?.slice() ?? null) : (this.#registers.get(key) ?? null);
  }

  #write(key: string | number, value: unknown): void {
    if (!this.#isLists) this.#registers.set(key, value);
    else {
      const list = this.#lists.get(key);
      if (list) list.push(value);
      else this.#lists.set(key, [value]);
    }
  }
}

/** Draws transactions over the keys in use. */
class LiveKeys {
  readonly #shape: TransactionShape;
  readonly #random: (limit: number) => number;
  readonly #keys: { key: number; writes: number }[];
  #nextKey: number;

  constructor(shape: TransactionShape, random: (limit: number) => number) {
    this.#shape = shape;
    this.#random = random;
    this.#keys = Array.from({ length: shape.liveKeys }, (_, key) => ({ key, writes: 0 }));
    this.#nextKey = shape.liveKeys;
  }

  transaction(): readonly MicroOperation[] {
    return Array.from({ length: 1 + this.#random(this.#shape.operationsMax) }, () => this.#microOperation());
  }

  #microOperation(): MicroOperation {
    const place = this.#random(this.#keys.length);
    const live = this.#keys[place] ?? { key: 0, writes: 0 };
    if (this.#random(2) === 0) return ['r', live.key, null];
    if (live.writes === this.#shape.writesPerKey) {
      live.key = this.#nextKey++;
      live.writes = 0;
    }
    live.writes++;
    return [this.#shape.workload === 'list-append' ? 'append' : 'w', live.key, live.writes];
  }
}
