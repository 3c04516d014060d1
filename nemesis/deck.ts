import { invariant } from '#foundation';
import type { Rng } from '#ports';

/** Deals the cards of a shuffled deck one by one and shuffles anew when all are dealt: no card comes twice before each came once. */
export class Deck<Card> {
  readonly #cards: readonly Card[];
  readonly #rng: Rng;
  #left: Card[];

  /** `openers`: one of them, drawn by lot, is dealt before all others. */
  constructor(cards: readonly Card[], rng: Rng, openers: readonly Card[] = cards) {
    invariant(cards.length > 0 && openers.length > 0, 'a deck has cards');
    this.#cards = cards;
    this.#rng = rng;
    const first = rng.pick(openers);
    this.#left = [first, ...rng.shuffled(cards.filter((card) => card !== first))];
  }

  /** The next card. */
  deal(): Card {
    if (this.#left.length === 0) this.#left = this.#rng.shuffled(this.#cards);
    const card = this.#left.shift();
    invariant(card !== undefined, 'a shuffled deck has cards');
    return card;
  }
}
