import { nearestWord } from '#foundation';
import { QuorumSettingError } from '../cardinality.ts';

/**
 * A JSON object read key by key: each method takes the value of one key, or says in one line what is wrong with it.
 * Whether numbers make sense together is `assertMeaningfulSystem`'s question.
 */
export class JsonReader {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #where: string;

  /** `where` begins the messages. @throws QuorumSettingError unless `value` is an object */
  constructor(value: unknown, where: string) {
    if (!isRecord(value)) throw wrong(where, 'must be an object', value);
    this.#object = value;
    this.#where = where;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#object);
  }

  /** @throws QuorumSettingError for a key that is not of `known`, with the nearest that is */
  expectKeys(known: readonly string[]): void {
    const unknown = this.keys.find((key) => !known.includes(key));
    if (unknown === undefined) return;
    const nearest = nearestWord(unknown, known) ?? '';
    throw new QuorumSettingError(
      `${this.#where} has the unknown key "${unknown}"; did you mean "${nearest}"? Known: ${known.join(', ')}`,
    );
  }

  has(key: string): boolean {
    return this.#object[key] !== undefined;
  }

  /** What `key` holds; undefined when it is not there. */
  value(key: string): unknown {
    return this.#object[key];
  }

  number(key: string): number {
    const value = this.#needed(key);
    if (typeof value !== 'number') throw this.#wrong(key, 'must be a number', value);
    return value;
  }

  /** `otherwise` when the key is not there; null when it says null. */
  numberOrNull(key: string, otherwise: number | null): number | null {
    if (!this.has(key)) return otherwise;
    return this.#object[key] === null ? null : this.number(key);
  }

  string(key: string): string {
    const value = this.#needed(key);
    if (typeof value !== 'string') throw this.#wrong(key, 'must be a word', value);
    return value;
  }

  strings(key: string): readonly string[] {
    const value = this.#needed(key);
    if (!isArrayOf(value, isString)) throw this.#wrong(key, 'must be a list of names', value);
    return value;
  }

  numbers(key: string): readonly number[] {
    const value = this.#needed(key);
    if (!isArrayOf(value, isNumber)) throw this.#wrong(key, 'must be a list of numbers', value);
    return value;
  }

  /** A list of lists of names. */
  families(key: string): readonly (readonly string[])[] {
    const value = this.#needed(key);
    if (!isArrayOf(value, (quorum) => isArrayOf(quorum, isString))) {
      throw this.#wrong(key, 'must be a list of quorums, each a list of names', value);
    }
    return value;
  }

  list(key: string): readonly unknown[] {
    const value = this.#needed(key);
    if (!Array.isArray(value)) throw this.#wrong(key, 'must be a list', value);
    return value;
  }

  object(key: string): JsonReader {
    return new JsonReader(this.#needed(key), `${this.#where}, "${key}"`);
  }

  #needed(key: string): unknown {
    if (!this.has(key)) throw new QuorumSettingError(`${this.#where} needs the key "${key}"`);
    return this.#object[key];
  }

  #wrong(key: string, expected: string, value: unknown): QuorumSettingError {
    return wrong(`${this.#where}, "${key}"`, expected, value);
  }
}

function wrong(where: string, expected: string, value: unknown): QuorumSettingError {
  const text = JSON.stringify(value) ?? String(value);
  return new QuorumSettingError(`${where} ${expected}, not ${text.length > 60 ? `${text.slice(0, 57)}...` : text}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isArrayOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
