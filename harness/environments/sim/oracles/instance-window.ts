/**
 * What is known per instance, for instances from 1 on of which the oldest are forgotten: a map for keys that lie close together, as
 * fast as an array.
 */
export class InstanceWindow<Item> {
  /** Of instance `#forgottenThrough + 1`, and so on. */
  #items: (Item | undefined)[] = [];
  #forgottenThrough = 0;

  get(instance: number): Item | undefined {
    return this.#items[instance - this.#forgottenThrough - 1];
  }

  /** Does nothing where all is forgotten. */
  set(instance: number, item: Item): void {
    if (!this.isForgotten(instance)) this.#items[instance - this.#forgottenThrough - 1] = item;
  }

  /** True for instances about which nothing is known any more. */
  isForgotten(instance: number): boolean {
    return instance <= this.#forgottenThrough;
  }

  /** Forgets all instances up to `instance`. */
  forgetThrough(instance: number): void {
    if (instance <= this.#forgottenThrough) return;
    this.#items = this.#items.slice(instance - this.#forgottenThrough);
    this.#forgottenThrough = instance;
  }
}
