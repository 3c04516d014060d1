import { ColumnMemory } from './column-memory.ts';
import { printed } from './formats/printed.ts';
import { Float64Column, Int32Column } from './growing-columns.ts';
import { HistoryError } from './history-error.ts';
import { endings, neverReturned, type OperationTable } from './operation-table.ts';
import { ValueInterner } from './value-interner.ts';

/** An operation begins. */
export type Invocation = Readonly<{
  /** A whole number from 0; null: the source names no processes. Then each operation is a process of its own. */
  process: number | null;
  f: string;
  key?: string | number | null;
  /** What is asked for; null: nothing. */
  value: unknown;
  timeNs?: number | null;
  /** The home node of the client. */
  node?: string | null;
}>;

/** An operation ends. `f` and `key` may be left out; where they are given, they must be those of the invocation. */
export type Completion = Readonly<{
  process: number | null;
  type: (typeof endings)[number];
  f?: string | undefined;
  key?: string | number | null;
  /** What was answered; counts only for `ok`. */
  value: unknown;
  timeNs?: number | null;
}>;

const info = endings.indexOf('info');
/** In the column of endings, until a completion comes. */
const running = endings.length;
const functionsMax = 256;
/** Functions that ask for what they do, so that an answer can only repeat it, or be null. What others answer may be a result. */
const telling: ReadonlySet<string> = new Set(['write', 'add', 'enqueue', 'push']);

/**
 * Makes an `OperationTable` from events, given in real-time order: each event takes the next position. Equal functions,
 * keys and values are held once. As Jepsen's histories: a process has one operation at a time, after `info` it is not
 * used again, and what is still running at the end is `info`. Linear in the events.
 *
 * ```ts
 * import { TableBuilder } from 'ballotproof/checker';
 *
 * const builder = new TableBuilder();
 * builder.invoke({ process: 0, f: 'write', value: 3 });
 * builder.complete({ process: 0, type: 'ok', value: 3 });
 * const table = builder.build();
 * ```
 */
export class TableBuilder {
  readonly #process: Int32Column;
  readonly #f: Int32Column;
  readonly #key: Int32Column;
  readonly #input: Int32Column;
  readonly #output: Int32Column;
  readonly #type: Int32Column;
  readonly #call: Int32Column;
  readonly #ret: Int32Column;
  readonly #callNs: Float64Column;
  readonly #retNs: Float64Column;
  /** Empty until a node is told. */
  readonly #node: Int32Column;
  readonly #nodes = new Map<string, number>();
  readonly #functions = new Map<string, number>();
  /** By function. */
  readonly #isTelling: boolean[] = [];
  readonly #keys: ValueInterner<string | number>;
  readonly #values: ValueInterner;
  /** The last operation of each process. */
  readonly #lastRow = new Map<number, number>();
  /** Running operations of no named process, by function. */
  readonly #unnamed = new Map<string, number[]>();
  #unnamedCount = 0;
  #position = 0;
  #hasTimes = false;

  /** `memoryLimitBytes`: for the columns. Default: none. Values are in the heap, which a thread limits. */
  constructor({ memoryLimitBytes }: Readonly<{ memoryLimitBytes?: number | undefined }> = {}) {
    const memory = new ColumnMemory(memoryLimitBytes);
    this.#process = new Int32Column(memory);
    this.#f = new Int32Column(memory);
    this.#key = new Int32Column(memory);
    this.#input = new Int32Column(memory);
    this.#output = new Int32Column(memory);
    this.#type = new Int32Column(memory);
    this.#call = new Int32Column(memory);
    this.#ret = new Int32Column(memory);
    this.#callNs = new Float64Column(memory);
    this.#retNs = new Float64Column(memory);
    this.#node = new Int32Column(memory);
    this.#keys = new ValueInterner(memory);
    this.#values = new ValueInterner(memory);
  }

  /** Operations begun so far. */
  get size(): number {
    return this.#call.length;
  }

  /** Events so far, skipped ones among them. */
  get events(): number {
    return this.#position;
  }

  /**
   * @throws HistoryError HISTORY_UNPAIRED when the process is not free, HISTORY_MALFORMED when there are too many functions,
   * HISTORY_TOO_LARGE when the columns are full
   */
  invoke({ process, f, key = null, value, timeNs = null, node = null }: Invocation): void {
    const row = this.size;
    if (process === null) {
      const rows = this.#unnamed.get(f);
      if (rows === undefined) this.#unnamed.set(f, [row]);
      else rows.push(row);
      this.#unnamedCount += 1;
    } else {
      const last = this.#lastRow.get(process);
      if (last !== undefined) this.#assertFree(process, last);
    }
    const place = this.#placeOfFunction(f);
    const input = this.#values.place(value);
    if (process !== null) this.#lastRow.set(process, row);
    this.#process.push(process ?? -this.#unnamedCount);
    this.#f.push(place);
    this.#key.push(key === null ? -1 : this.#keys.place(key));
    this.#input.push(input);
    this.#output.push(-1);
    this.#type.push(running);
    this.#call.push(this.#position++);
    this.#ret.push(neverReturned);
    this.#callNs.push(timeNs ?? Number.NaN);
    this.#retNs.push(Number.NaN);
    if (timeNs !== null) this.#hasTimes = true;
    if (node !== null) this.#setHome(row, node);
  }

  /**
   * @throws HistoryError HISTORY_UNPAIRED when no running operation of the process has this function and key,
   * HISTORY_MALFORMED when a write, or the like, is told to have written something else than it began to
   */
  complete({ process, type, f, key = null, value, timeNs = null }: Completion): void {
    const row = process === null ? this.#takeUnnamed(f) : this.#runningRow(process);
    this.#assertSame(row, f, key);
    this.#type.set(row, endings.indexOf(type));
    if (type === 'ok') {
      const output = this.#values.place(value);
      if (output !== this.#input.at(row) && this.#mustRepeat(row, value)) throw this.#contradicted(row, value);
      this.#output.set(row, output);
    }
    this.#ret.set(row, this.#position++);
    if (timeNs !== null) {
      this.#retNs.set(row, timeNs);
      this.#hasTimes = true;
    }
  }

  /** An event that is no operation of a client, for example a fault: it only takes a position. */
  skip(): void {
    this.#position++;
  }

  /** The table of all events so far. */
  build(): OperationTable {
    const { size } = this;
    const type = new Uint8Array(size);
    const ret = this.#ret.toArray();
    for (let row = 0; row < size; row += 1) {
      const ending = this.#type.at(row);
      type[row] = ending === running ? info : ending;
      if (type[row] === info) ret[row] = neverReturned;
    }
    return {
      size,
      process: this.#process.toArray(),
      f: Uint8Array.from(this.#f.toArray()),
      key: this.#key.toArray(),
      input: this.#input.toArray(),
      output: this.#output.toArray(),
      type,
      call: this.#call.toArray(),
      ret,
      times: this.#hasTimes ? { callNs: this.#callNs.toArray(), retNs: this.#retNs.toArray() } : null,
      homes: this.#homes(),
      functions: [...this.#functions.keys()],
      keys: this.#keys.values,
      values: this.#values.values,
    };
  }

  /** An answer may be empty, or say whether it went well, where it cannot be mistaken for a value. */
  #mustRepeat(row: number, answer: unknown): boolean {
    if (answer === null) return false;
    if (typeof answer === 'boolean' && typeof this.#values.values[this.#input.at(row)] !== 'boolean') return false;
    return this.#isTelling[this.#f.at(row)] === true;
  }

  /** Whoever believes one of the two values might accuse a system that did the other. */
  #contradicted(row: number, found: unknown): HistoryError {
    const process = this.#process.at(row);
    const begun = printed(this.#values.values[this.#input.at(row)]);
    return new HistoryError(
      'HISTORY_MALFORMED',
      `expected process ${process} to complete its ${this.#nameOf(row)} with ${begun}, as it began, found ${printed(found)}`,
    );
  }

  #setHome(row: number, node: string): void {
    while (this.#node.length < row) this.#node.push(-1);
    this.#node.push(placeIn(this.#nodes, node));
  }

  #homes(): OperationTable['homes'] {
    if (this.#nodes.size === 0) return null;
    while (this.#node.length < this.size) this.#node.push(-1);
    return { node: this.#node.toArray(), nodes: [...this.#nodes.keys()] };
  }

  #placeOfFunction(f: string): number {
    const place = placeIn(this.#functions, f);
    if (place === this.#isTelling.length) this.#isTelling.push(telling.has(f));
    if (place < functionsMax) return place;
    throw new HistoryError('HISTORY_MALFORMED', `expected at most ${functionsMax} different functions, found one more`);
  }

  #assertFree(process: number, last: number): void {
    const ending = this.#type.at(last);
    if (ending === running) {
      throw unpaired(`process ${process} begins an operation while its ${this.#nameOf(last)} is still running`);
    }
    if (ending === info) {
      throw unpaired(
        `process ${process} begins an operation, but its ${this.#nameOf(last)} ended in info, and such a process is not used again`,
      );
    }
  }

  #runningRow(process: number): number {
    const last = this.#lastRow.get(process);
    if (last === undefined) throw unpaired(`process ${process} completes an operation and has not begun any`);
    if (this.#type.at(last) === running) return last;
    throw unpaired(`process ${process} completes its ${this.#nameOf(last)} a second time`);
  }

  /** Without processes an answer belongs to the one running operation with its function. */
  #takeUnnamed(f: string | undefined): number {
    const rows = f === undefined ? [...this.#unnamed.values()].flat() : (this.#unnamed.get(f) ?? []);
    const [row] = rows;
    const what = f ?? 'operation';
    if (row === undefined)
      throw unpaired(`a completion without a process, and no ${what} without a process is running`);
    if (rows.length > 1) {
      throw unpaired(
        `a completion without a process, and ${rows.length} ${what} without a process are running: name processes`,
      );
    }
    for (const list of this.#unnamed.values()) if (list[0] === row) list.pop();
    return row;
  }

  #assertSame(row: number, f: string | undefined, key: string | number | null): void {
    const sameFunction = f === undefined || this.#functions.get(f) === this.#f.at(row);
    const sameKey = key === null || this.#keys.place(key) === this.#key.at(row);
    if (sameFunction && sameKey) return;
    const completed = `${f ?? 'an operation'}${key === null ? '' : ` of key ${JSON.stringify(key)}`}`;
    throw unpaired(`process ${this.#process.at(row)} began a ${this.#nameOf(row)}, and completes ${completed}`);
  }

  /** For messages only. */
  #nameOf(row: number): string {
    const name = [...this.#functions.keys()][this.#f.at(row)] ?? '';
    const key = this.#key.at(row) < 0 ? '' : ` of key ${JSON.stringify(this.#keys.values[this.#key.at(row)])}`;
    return `${name}${key} (event ${this.#call.at(row)}, counted from 0)`;
  }
}

function placeIn<Word>(places: Map<Word, number>, word: Word): number {
  let place = places.get(word);
  if (place === undefined) {
    place = places.size;
    places.set(word, place);
  }
  return place;
}

function unpaired(fact: string): HistoryError {
  return new HistoryError('HISTORY_UNPAIRED', `expected invocations and completions in turns, found that ${fact}`);
}
