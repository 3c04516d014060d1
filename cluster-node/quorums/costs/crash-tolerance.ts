import { type NodeSet, nodeSetSize } from '../node-set.ts';
import { type LeaveOut, leaveOutsOf } from '../safety/leave-out.ts';
import type { QuorumSide } from '../safety/quorum-side.ts';
import { assertMeaningfulSystem } from '../systems/meaningful-system.ts';
import type { QuorumSystem } from '../systems/system.ts';
import { byPath, type QuorumPath } from './quorum-paths.ts';

/** How many nodes may crash, whichever they are, before a path stops; and a smallest set whose crash does stop it. */
export type CrashTolerance = Readonly<{ survived: number; blockedBy: NodeSet }>;

/**
 * What each path survives in the worst case, counting only its quorums: that some live node leads is presumed. Null: the
 * path exists only with fast rounds, or there is too much to try. Exact for every system. @throws QuorumSettingError when the system makes no sense
 */
export function crashTolerance(system: QuorumSystem): Readonly<Record<QuorumPath, CrashTolerance | null>> {
  assertMeaningfulSystem(system);
  return byPath(system, (phases) => {
    const blocking = phases.map((phase) => smallestBlockingSet({ system, phase }));
    const [blockedBy = null] = blocking.toSorted((one, other) => nodeSetSize(one ?? 0) - nodeSetSize(other ?? 0));
    return blockedBy === null ? null : { survived: nodeSetSize(blockedBy) - 1, blockedBy };
  });
}

/** A smallest set of nodes without which the others are no quorum; null when there is too much to try. */
export function smallestBlockingSet(side: QuorumSide): NodeSet | null {
  const { order, sides } = leaveOutsOf([side]);
  const [out] = sides;
  if (out === undefined) return 0;
  const { kind } = side.system;
  return kind === 'cardinality' || kind === 'weighted' ? firstThatBlock(order, out) : fewestThatBlock(order, out);
}

/** By weight, no other nodes weigh as much as the same number of the heaviest. */
function firstThatBlock(order: readonly number[], out: LeaveOut): NodeSet {
  let [state, blocking]: [number | null, NodeSet] = [out.start, 0];
  for (const node of order) {
    if (state === null) break;
    state = out.next(state, node, true);
    blocking |= 1 << node;
  }
  return blocking;
}

const statesMax = 200_000;

/** For each state the smallest set left out that leads to it, node by node; a set that leads to none blocks. */
function fewestThatBlock(order: readonly number[], out: LeaveOut): NodeSet | null {
  let blocking = order.reduce<NodeSet>((set, node) => set | (1 << node), 0);
  let reached = new Map<number, NodeSet>([[out.start, 0]]);
  for (const node of order) {
    const later = new Map<number, NodeSet>();
    for (const [state, leftOut] of reached) {
      for (const set of [leftOut, leftOut | (1 << node)]) {
        if (nodeSetSize(set) >= nodeSetSize(blocking)) continue;
        const next = out.next(state, node, set !== leftOut);
        if (next === null) blocking = set;
        else if (nodeSetSize(set) < nodeSetSize(later.get(next) ?? blocking)) later.set(next, set);
      }
    }
    if (later.size > statesMax) return null;
    reached = later;
  }
  return blocking;
}
