import { assertNever } from '#foundation';
import type { Grudge, Rng } from '#ports';
import { bridge, cutClients, deafen, halves, isolate, majoritiesRing, mute, randomHalves } from './grudge.ts';

/** Shapes that are done to a target. */
export type AimedVariant = 'isolate' | 'deaf' | 'mute' | 'clients';

/** The shapes of partition. */
export type PartitionVariant = AimedVariant | 'halves' | 'random-halves' | 'ring' | 'bridge';

/** How many nodes each shape needs, and whether it is done to a target. */
export const partitionShapes: Readonly<Record<PartitionVariant, Readonly<{ nodesMin: number; isAimed: boolean }>>> = {
  isolate: { nodesMin: 2, isAimed: true },
  halves: { nodesMin: 3, isAimed: false },
  'random-halves': { nodesMin: 2, isAimed: false },
  ring: { nodesMin: 4, isAimed: false },
  bridge: { nodesMin: 3, isAimed: false },
  deaf: { nodesMin: 2, isAimed: true },
  mute: { nodesMin: 2, isAimed: true },
  clients: { nodesMin: 1, isAimed: true },
};

/** Every shape, in the order of the table. */
export const partitionVariants: readonly PartitionVariant[] = Object.keys(partitionShapes).filter(isPartitionVariant);

/** Narrows a word of the command line to a shape of partition. */
export function isPartitionVariant(word: string): word is PartitionVariant {
  return Object.hasOwn(partitionShapes, word);
}

/** Narrows a shape to those that are done to a target. */
export function isAimed(variant: PartitionVariant): variant is AimedVariant {
  return partitionShapes[variant].isAimed;
}

/** Who drops whose messages when a shape is done to `victims`. */
export function aimedGrudge(variant: AimedVariant, nodes: readonly string[], victims: readonly string[]): Grudge {
  switch (variant) {
    case 'isolate':
      return isolate(nodes, victims);
    case 'deaf':
      return deafen(nodes, victims);
    case 'mute':
      return mute(nodes, victims);
    case 'clients':
      return cutClients(victims);
    default:
      return assertNever(variant);
  }
}

/** Who drops whose messages in a shape that has no target; what is left to chance is drawn from `rng`. */
export function drawnGrudge(
  variant: Exclude<PartitionVariant, AimedVariant>,
  nodes: readonly string[],
  rng: Rng,
): Grudge {
  switch (variant) {
    case 'halves':
      return halves(nodes);
    case 'random-halves':
      return randomHalves(nodes, rng);
    case 'ring':
      return majoritiesRing(nodes, rng);
    case 'bridge':
      return bridge(nodes, rng);
    default:
      return assertNever(variant);
  }
}
