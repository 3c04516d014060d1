import type { FaultStage } from '#ports';
import { without } from './named-quorums.ts';

/** More than most election timeouts. */
const aloneMs = 700;
/** A fast round may be a while in coming. */
const untilLeaderMs = 3_000;
/** What had to wait for a leader is over by then. */
const settledMs = 500;

/**
 * Makes `successor` lead, in a fast round where `roundKind` says so: while all others are down it becomes a candidate,
 * and asks them as soon as they are back and before any of them can have missed a leader.
 */
export function handOverStages(
  successor: string,
  nodes: readonly string[],
  roundKind: 'classic' | 'fast',
): readonly FaultStage[] {
  const others = without(nodes, [successor]);
  const kind = roundKind === 'fast' ? ({ untilRound: 'fast' } as const) : {};
  return [
    { name: `all but ${successor} are down`, faults: [{ kind: 'kill', nodes: others }], forMs: aloneMs },
    { name: `${successor} is to lead`, faults: [], forMs: untilLeaderMs, untilLedBy: [successor], ...kind },
    { name: `${successor} leads`, faults: [], forMs: settledMs },
  ];
}
