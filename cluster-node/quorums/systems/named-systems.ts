import type { CardinalitySetting } from '../cardinality.ts';
import { smallestFast } from '../nearest-safe-settings.ts';

/** Cardinality settings that have a name of their own, each with its smallest fast quorum. protocol.md 3.3. */

/** Every quorum has more than half of the nodes, but fast ones need more. */
export function majority(nodes: number): CardinalitySetting {
  const size = Math.floor(nodes / 2) + 1;
  return withSmallestFast(nodes, size, size);
}

/** For an even number of nodes: the half that phase 2 may do with, since phase 1 asks one more. */
export function evenNodes(nodes: number): CardinalitySetting {
  return withSmallestFast(nodes, nodes / 2 + 1, nodes / 2);
}

/** Phase 1 asks the own acceptor alone; phase 2 needs all. */
export function allAboard(nodes: number): CardinalitySetting {
  return withSmallestFast(nodes, 1, nodes);
}

/** One vote chooses in a classic round; phase 1 needs all. */
export function singleton(nodes: number): CardinalitySetting {
  return withSmallestFast(nodes, nodes, 1);
}

function withSmallestFast(nodes: number, phase1: number, classic: number): CardinalitySetting {
  return { nodes, phase1, classic, fast: smallestFast(nodes, phase1) };
}
