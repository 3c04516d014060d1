import { endings, neverReturned, type OperationTable } from '../../history/operation-table.ts';
import { ModelError } from '../../models/model.ts';
import { type Calls, noValue } from '../decider.ts';

/**
 * What stands in `kind` of the calls on a register. `a` is the value that is read, written, expected by the cas, or not
 * found by the failed cas; `b` the value that a cas leaves.
 */
export const registerKind: Readonly<{ read: 0; write: 1; cas: 2; failedCas: 3 }> = {
  read: 0,
  write: 1,
  cas: 2,
  failedCas: 3,
};

/** Where register models differ. */
export type RegisterRules = Readonly<{
  /** What the register holds at first. Default: null. */
  initial?: string | number | boolean | null;
  /** Whether a cas that failed saw another value than it expected, or says nothing. Default: nothing. */
  failedCas?: 'saw another value' | 'says nothing';
  /** Whether a read that answers null saw null, or says nothing (as in Knossos). Default: it saw null. */
  nullRead?: 'saw null' | 'says nothing';
}>;

/** A table's operations as calls on registers, with the values numbered once for all parts. */
export type RegisterColumns = Readonly<{
  /**
   * What is known of a row stands together, in four numbers: the rows of a part lie far from each other, and the time goes
   * into fetching them. First `a` and `kind` as 4 * a + kind, or `nothing`; then `b`, `call` and `ret`, all as in `Calls`
   * but with the numbers of values in the whole table.
   */
  rows: Int32Array;
  initial: number;
  /** The numbers of values in the part at hand. */
  numbersInPart: NumbersInPart;
}>;

/** Of a row: in the columns of the table 16 bytes, in those of the part 21, and up to 16 to find equal values. */
export const registerBytesPerRow = 53;

/** In `rows` of `RegisterColumns`: it had no effect and told nothing. */
const nothing = -1;

const ok = endings.indexOf('ok');
const fail = endings.indexOf('fail');

/**
 * Reads the operations of `table` as those of registers. Left out: failed operations, reads without an answer, and
 * crashed cas that would change nothing. A cas from a value to itself is a read. O(n).
 * @throws ModelError when an operation is neither `read`, nor `write`, nor `cas` of a pair
 */
export function registerColumns(table: OperationTable, rules: RegisterRules = {}): RegisterColumns {
  const { size, functions, f, type, input, output, call, ret } = table;
  const [read, write, cas] = ['read', 'write', 'cas'].map((name) => functions.indexOf(name));
  const numbers = new ValueNumbers(table);
  const initial = numbers.of(rules.initial ?? null);
  const nullNumber = numbers.of(null);
  const nullSaysNothing = rules.nullRead === 'says nothing';
  const failureTells = rules.failedCas === 'saw another value';
  const rows = new Int32Array(4 * size);

  for (let row = 0; row < size; row++) {
    const ending = type[row];
    const name = f[row];
    let kind = -1;
    let a = noValue;
    let b = noValue;
    if (name === read) {
      const place = output[row] ?? -1;
      a = place === -1 ? nullNumber : place;
      if (ending === ok && !(a === nullNumber && nullSaysNothing)) kind = registerKind.read;
    } else if (name === write) {
      const place = input[row] ?? -1;
      a = place === -1 ? nullNumber : place;
      if (ending !== fail) kind = registerKind.write;
    } else if (name === cas) {
      if (ending !== fail || failureTells) {
        const pair = table.values[input[row] ?? -1];
        if (!isPair(pair)) throw refused(table, row);
        a = numbers.of(pair[0]);
        b = numbers.of(pair[1]);
        if (ending === fail) kind = registerKind.failedCas;
        else if (a !== b) kind = registerKind.cas;
        else if (ending === ok) kind = registerKind.read;
      }
    } else throw refused(table, row);
    rows[4 * row] = kind === -1 ? nothing : 4 * a + kind;
    rows[4 * row + 1] = kind === registerKind.cas ? b : noValue;
    rows[4 * row + 2] = call[row] ?? 0;
    rows[4 * row + 3] = ret[row] ?? neverReturned;
  }
  return { rows, initial, numbersInPart: new NumbersInPart(numbers.count) };
}

/**
 * The calls of the operations in `rows` (in the order of their invocations) on one register. O(n), and the work does not
 * grow with the number of values elsewhere in the table.
 */
export function registerCalls(columns: RegisterColumns, rows: Int32Array): Calls {
  const { rows: known, numbersInPart } = columns;
  numbersInPart.beginPart();
  const initial = numbersInPart.of(columns.initial);
  const kind = new Uint8Array(rows.length);
  const a = new Int32Array(rows.length);
  const b = new Int32Array(rows.length);
  const call = new Int32Array(rows.length);
  const ret = new Int32Array(rows.length);
  const kept = new Int32Array(rows.length);
  let size = 0;
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place] ?? 0;
    const what = known[4 * row] ?? nothing;
    if (what === nothing) continue;
    const left = known[4 * row + 1] ?? noValue;
    kind[size] = what & 3;
    a[size] = numbersInPart.of(what >> 2);
    b[size] = left === noValue ? noValue : numbersInPart.of(left);
    call[size] = known[4 * row + 2] ?? 0;
    ret[size] = known[4 * row + 3] ?? neverReturned;
    kept[size++] = row;
  }
  return {
    size,
    kind: kind.subarray(0, size),
    a: a.subarray(0, size),
    b: b.subarray(0, size),
    call: call.subarray(0, size),
    ret: ret.subarray(0, size),
    row: kept.subarray(0, size),
    valueCount: numbersInPart.count,
    initial,
  };
}

/** Numbers the values of each part from 0, as they are met. */
class NumbersInPart {
  /** Over the values of the table: the number last given, counted through all parts, so that none has to be taken back. */
  readonly #given: Int32Array;
  #givenBefore = 0;
  #count = 0;

  constructor(valueCount: number) {
    this.#given = new Int32Array(valueCount).fill(noValue);
  }

  /** How many values the part has. */
  get count(): number {
    return this.#count;
  }

  beginPart(): void {
    this.#givenBefore += this.#count;
    this.#count = 0;
  }

  of(value: number): number {
    const given = (this.#given[value] ?? noValue) - this.#givenBefore;
    if (given >= 0) return given;
    this.#given[value] = this.#givenBefore + this.#count;
    return this.#count++;
  }
}

/** Gives one number to equal values: the place in the table, or one after those for values that stand only in pairs. */
class ValueNumbers {
  /** Small whole numbers are by far the most frequent values, and an array finds them several times faster than a map. */
  readonly #ofSmall: Int32Array;
  readonly #ofOthers = new Map<unknown, number>();
  readonly #values: readonly unknown[];
  /** By their JSON; made when the first is asked for, because nearly no register holds arrays or objects. */
  #ofObjects: Map<string, number> | null = null;
  count: number;

  constructor({ values }: OperationTable) {
    this.#values = values;
    this.count = values.length;
    this.#ofSmall = new Int32Array(2 * values.length + 1024).fill(noValue);
    for (let place = 0; place < values.length; place++) {
      const value = values[place];
      if (this.#isSmall(value)) this.#ofSmall[value] = place;
      else if (!isObject(value)) this.#ofOthers.set(value, place);
    }
  }

  of(value: unknown): number {
    if (this.#isSmall(value)) {
      const known = this.#ofSmall[value] ?? noValue;
      return known === noValue ? (this.#ofSmall[value] = this.count++) : known;
    }
    return isObject(value)
      ? this.#numberIn((this.#ofObjects ??= placesOfObjects(this.#values)), JSON.stringify(value))
      : this.#numberIn(this.#ofOthers, value);
  }

  #numberIn<Key>(numbers: Map<Key, number>, key: Key): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, this.count);
    return this.count++;
  }

  #isSmall(value: unknown): value is number {
    return typeof value === 'number' && value >= 0 && value < this.#ofSmall.length && Number.isInteger(value);
  }
}

function placesOfObjects(values: readonly unknown[]): Map<string, number> {
  return new Map(values.flatMap((value, place) => (isObject(value) ? [[JSON.stringify(value), place]] : [])));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function refused({ functions, f, values, input, call }: OperationTable, row: number): ModelError {
  const asked = JSON.stringify(values[input[row] ?? -1]) ?? 'nothing';
  return new ModelError(
    `event ${call[row]}: a register knows read, write and cas of [from, to]; found ${functions[f[row] ?? -1]} of ${asked}`,
  );
}
