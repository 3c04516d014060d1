import type { QuorumSystem } from '#quorums';
import type { DelayTable } from './delay-table.ts';

/** What a price depends on besides the quorums. */
export type Circumstances = Readonly<{
  /** How likely each node is down at a given moment, from 0 to 1. */
  failure: number;
  /** How likely each zone is down with all of its nodes; null: zones do not fail as a whole. Only of zone systems. */
  zoneFailure: number | null;
  /** How far nodes are apart; null: unknown. */
  delays: DelayTable | null;
}>;

/** As long as nothing else is said. */
export const usualCircumstances: Circumstances = { failure: 0.01, zoneFailure: null, delays: null };

/** Whether all nodes of the system are alike, so that it does not matter which of them lead or crash. */
export function hasLikeNodes(system: QuorumSystem): boolean {
  return system.kind === 'cardinality';
}
