import { leaveOutsOf } from '../safety/leave-out.ts';
import type { QuorumSide } from '../safety/quorum-side.ts';
import { type NodeChoice, overStates } from './over-states.ts';

/**
 * How many sets of each size, from 0 on, are quorums of the side; with `always`, how many that hold this node. Counted
 * state by state and not set by set, so that 25 nodes take no time. Null when there are too many states.
 */
export function quorumsBySize(side: QuorumSide, always: number | null = null): readonly number[] | null {
  const outs = leaveOutsOf([side]);
  const without: NodeChoice<readonly number[]> = { leftOut: [true], after: (counts) => counts };
  const within: NodeChoice<readonly number[]> = { leftOut: [false], after: (counts) => [0, ...counts] };
  const counts = overStates(outs, [1], (node) => (node === always ? [within] : [without, within]), sumOf);
  return (
    counts?.reduce(
      sumOf,
      Array.from({ length: outs.order.length + 1 }, () => 0),
    ) ?? null
  );
}

function sumOf(one: readonly number[], other: readonly number[]): readonly number[] {
  const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
  return longer.map((count, size) => count + (shorter[size] ?? 0));
}
