/** Things that are equal when their keys are, each with a small number by which it is known from then on. */
export class Interned<Item> {
  readonly #ids = new Map<string, number>();
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The number of what has this key; `make`: what it is, where it is new. */
  id(key: string, make: () => Item): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#items.length;
    this.#ids.set(key, id);
    this.#items.push(make());
    return id;
  }

  /** @throws RangeError for a number that was never given out */
  at(id: number): Item {
    const item = this.#items[id];
    if (item === undefined) throw new RangeError(`nothing has the number ${id}`);
    return item;
  }
}
