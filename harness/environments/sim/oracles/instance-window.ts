import { InstanceMap } from '#cluster-node';

/** What is known per instance, for instances from 1 on of which the oldest are forgotten. */
export class InstanceWindow<Item extends string | number | object> {
  readonly #items = new InstanceMap<Item>();
  #forgottenThrough = 0;

  get(instance: number): Item | undefined {
    return this.#items.get(instance);
  }

  /** Does nothing where all is forgotten. */
  set(instance: number, item: Item): void {
    if (!this.isForgotten(instance)) this.#items.set(instance, item);
  }

  /** True for instances about which nothing is known any more. */
  isForgotten(instance: number): boolean {
    return instance <= this.#forgottenThrough;
  }

  /** Forgets all instances up to `instance`. */
  forgetThrough(instance: number): void {
    if (instance <= this.#forgottenThrough) return;
    this.#items.deleteThrough(instance);
    this.#forgottenThrough = instance;
  }
}
