/**
 * Which instances may be executed when reads are served outside of the log (`index`, `lease`): those that some leader is
 * sure to know of. Otherwise a client could see a write that the leader has not heard of, and the next
 * client, told by that leader how far to apply, could miss it. `ReadIndex` says why it suffices.
 */
export class Vouching {
  readonly #vouched = new Set<number>();
  #through = 0;

  /** The coordinator that counted the decision of `instance` in its own round says so. */
  vouch(instance: number): void {
    if (instance > this.#through) this.#vouched.add(instance);
  }

  /** A leader, sure of its office, has said that it knows everything that is chosen up to `instance`. */
  vouchThrough(instance: number): void {
    this.#through = Math.max(this.#through, instance);
    for (const vouched of this.#vouched) if (vouched <= this.#through) this.#vouched.delete(vouched);
  }

  isVouched(instance: number): boolean {
    return instance <= this.#through || this.#vouched.has(instance);
  }

  /** Everything up to `instance` is executed. */
  executed(instance: number): void {
    this.#through = Math.max(this.#through, instance);
    this.#vouched.delete(instance);
  }
}
