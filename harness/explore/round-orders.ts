import type { ExploreScope } from './explore-scope.ts';
import { permutations } from './permutations.ts';

/**
 * The numbers that the planned rounds may have, one list for each order in which they can stand.
 *
 * What a node does depends on how rounds compare, on their owners and on their steps, and not on their numbers: the number of its own next
 * round follows from the highest that it has heard of, and that is the only place where one is computed. So an execution stays one when its
 * rounds are numbered anew in the same order, if a node may begin with a number that nobody has told it of; and
 * a node may, since a refusal that was lost on its way could have told it. Every execution is then one of those in which the planned
 * rounds have the numbers 1, 2, … in some order, and a node that has heard of a higher round than its own next one does not begin it
 * any more: whatever it did instead has its place in another order.
 */
export function roundOrders({ rounds }: ExploreScope): readonly (readonly number[])[] {
  return permutations(rounds.map((_, place) => place + 1)).filter((numbers) =>
    rounds.every(({ node }, place) =>
      rounds.every(
        (other, later) => later <= place || other.node !== node || numberAt(numbers, place) < numberAt(numbers, later),
      ),
    ),
  );
}

function numberAt(numbers: readonly number[], place: number): number {
  return numbers[place] ?? 0;
}
