/**
 * The versions of all keys, numbered from 0. A version is a key with a value: of a register what was written, of a list the
 * element that was appended last. The initial version of every key is separate: see `TransactionTable.initialOf`.
 */
export class Versions {
  readonly #ids: Map<unknown, number>[] = [];
  readonly #keyOf: number[] = [];
  readonly #valueOf: unknown[] = [];

  get size(): number {
    return this.#keyOf.length;
  }

  /** The version of `key` with `value`, which gets a number if it has none. */
  intern(key: number, value: unknown): number {
    const ids = this.#idsOf(key);
    const name = nameOf(value);
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = this.#keyOf.length;
    ids.set(name, id);
    this.#keyOf.push(key);
    this.#valueOf.push(value);
    return id;
  }

  /** The version of `key` with `value`; -1 when nobody wrote or read it. */
  find(key: number, value: unknown): number {
    return this.#ids[key]?.get(nameOf(value)) ?? -1;
  }

  keyOf(version: number): number {
    return this.#keyOf[version] ?? -1;
  }

  valueOf(version: number): unknown {
    return this.#valueOf[version];
  }

  #idsOf(key: number): Map<unknown, number> {
    const ids = this.#ids[key];
    if (ids) return ids;
    const made = new Map<unknown, number>();
    this.#ids[key] = made;
    return made;
  }
}

/** Whether two JSON values are equal. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && nameOf(a) === nameOf(b));
}

/** Equal JSON values have one name: a scalar its own, a list or an object its text, which no string can be taken for. */
function nameOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? `\u0000${JSON.stringify(value)}` : value;
}
