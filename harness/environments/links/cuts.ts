import type { Link } from '#nemesis';

/** Which links are cut, and in whose name: two faults may cut the same link, which passes when neither does any more. */
export class Cuts {
  readonly #linksOf = new Map<object, readonly Link[]>();

  /** `owner` cuts `links` until it ends that. */
  begin(owner: object, links: readonly Link[]): void {
    this.#linksOf.set(owner, links);
  }

  end(owner: object): void {
    this.#linksOf.delete(owner);
  }

  /** Whether anybody cuts the link. */
  include({ from, to }: Link): boolean {
    return [...this.#linksOf.values()].flat().some((cut) => cut.from === from && cut.to === to);
  }
}
