/** A power of two. */
const pageSize = 256;
const noItems: readonly undefined[] = Array.from({ length: pageSize }, () => undefined);

/** A stretch of instances; `used`: how many of them have an item. */
type Page<Item> = { readonly items: (Item | undefined)[]; used: number };

/**
 * A map for instances from 1 on, most of which lie close together and come one after the other: pages of arrays, of which the one used last
 * is at hand. That is several times as fast as a `Map`, and a message that names an instance far away costs one page.
 */
export class InstanceMap<Item extends string | number | object> {
  readonly #pages = new Map<number, Page<Item>>();
  #last: Page<Item> | undefined = undefined;
  #lastNumber = -1;

  get(instance: number): Item | undefined {
    return this.#page(instance)?.items[instance % pageSize];
  }

  has(instance: number): boolean {
    return this.get(instance) !== undefined;
  }

  set(instance: number, item: Item): void {
    const page = this.#page(instance) ?? this.#newPage(instance);
    const place = instance % pageSize;
    if (page.items[place] === undefined) page.used += 1;
    page.items[place] = item;
  }

  delete(instance: number): void {
    const page = this.#page(instance);
    const place = instance % pageSize;
    if (page?.items[place] === undefined) return;
    page.items[place] = undefined;
    page.used -= 1;
  }

  /** Deletes everything up to `instance`, in whole pages where it can. */
  deleteThrough(instance: number): void {
    const last = Math.floor(instance / pageSize);
    for (const number of this.#pages.keys()) if (number < last) this.#pages.delete(number);
    if (this.#lastNumber < last) this.#forgetLast();
    for (let known = last * pageSize; known <= instance; known += 1) this.delete(known);
  }

  clear(): void {
    this.#pages.clear();
    this.#forgetLast();
  }

  /** All instances with their items, in order. */
  entries(): [instance: number, item: Item][] {
    const entries: [number, Item][] = [];
    for (const [number, { items }] of [...this.#pages].sort(([one], [other]) => one - other)) {
      for (const [place, item] of items.entries())
        if (item !== undefined) entries.push([number * pageSize + place, item]);
    }
    return entries;
  }

  #page(instance: number): Page<Item> | undefined {
    const number = Math.floor(instance / pageSize);
    if (number === this.#lastNumber) return this.#last;
    const page = this.#pages.get(number);
    if (page !== undefined) {
      this.#last = page;
      this.#lastNumber = number;
    }
    return page;
  }

  /** Pages that nothing is left of make way for it, and not before, since the one in use is empty again and again. */
  #newPage(instance: number): Page<Item> {
    for (const [number, { used }] of this.#pages) if (used === 0) this.#pages.delete(number);
    const page: Page<Item> = { items: noItems.slice(), used: 0 };
    this.#lastNumber = Math.floor(instance / pageSize);
    this.#last = page;
    this.#pages.set(this.#lastNumber, page);
    return page;
  }

  #forgetLast(): void {
    this.#last = undefined;
    this.#lastNumber = -1;
  }
}
