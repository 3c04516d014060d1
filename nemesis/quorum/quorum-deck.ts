import { invariant } from '#foundation';
import type { Rng } from '#ports';
import { Deck } from '../deck.ts';
import type { FaultChoice } from '../fault-plan.ts';
import type { NamedQuorums } from './named-quorums.ts';
import { quorumStages } from './quorum-stages.ts';
import { crashChoices, type QuorumChoice, type QuorumVariant, quorumVariants } from './quorum-variant.ts';

/**
 * Deals faults along quorums: every other one is tight, because those are what the setting is tested by; crashes come in
 * all their kinds, one after the other. Null when these quorums leave no room for any of `variants` (null: all).
 */
export function quorumDeck(
  variants: readonly QuorumVariant[] | null,
  quorums: NamedQuorums | null,
  rng: Rng,
): Pick<Deck<FaultChoice>, 'deal'> | null {
  if (quorums === null) return null;
  const cards = new Map(
    (variants ?? quorumVariants)
      .map((variant) => [variant, choicesOf(variant).filter((choice) => isPossible(choice, quorums))] as const)
      .filter(([, choices]) => choices.length > 0)
      .map(([variant, choices]) => [variant, new Deck(choices, rng.fork(variant))]),
  );
  const possible = [...cards.keys()];
  const decks = [possible.filter(isTight), possible.filter((variant) => !isTight(variant))]
    .filter((some) => some.length > 0)
    .map((some, place) => new Deck(some, rng.fork(`variants-${place}`)));
  if (decks.length === 0) return null;
  let dealtCount = 0;
  return {
    deal: () => {
      const variant = decks[dealtCount % decks.length]?.deal();
      const choice = variant === undefined ? undefined : cards.get(variant)?.deal();
      invariant(choice !== undefined, 'a variant that is dealt has cards', { variant });
      dealtCount += 1;
      return { kind: 'quorum', choice };
    },
  };
}

function isTight(variant: QuorumVariant): boolean {
  return variant === 'tight-classic' || variant === 'tight-fast';
}

function choicesOf(variant: QuorumVariant): readonly QuorumChoice[] {
  return variant === 'crash' ? crashChoices : [{ variant }];
}

/** Whoever leads when the time comes, quorums that are alike for all nodes leave room; others may leave none then. */
function isPossible(choice: QuorumChoice, quorums: NamedQuorums): boolean {
  return quorums.nodes.some((leader) => quorumStages(choice, quorums, { leader, order: quorums.nodes }) !== null);
}
