import type { QuorumPhase } from '../safety/quorum-side.ts';
import { usesFastRounds } from '../systems/fast-rounds.ts';
import type { QuorumSystem } from '../systems/system.ts';

/** The ways on which a cluster gets ahead. */
export type QuorumPath = 'fast' | 'classic' | 'leaderChange' | 'collisionRecovery';

/**
 * The phases of which a path needs a quorum, all at the same time: a coordinated recovery reads from a phase-1 quorum and
 * then needs a classic one. Null: the path exists only with fast rounds.
 */
export function phasesOf(path: QuorumPath, system: QuorumSystem): readonly QuorumPhase[] | null {
  switch (path) {
    case 'classic':
      return ['classic'];
    case 'leaderChange':
      return ['phase1'];
    case 'fast':
      return usesFastRounds(system) ? ['fast'] : null;
    case 'collisionRecovery':
      return usesFastRounds(system) ? ['phase1', 'classic'] : null;
  }
}

/** `of` each path; null where the system has no such path. */
export function byPath<Cost>(
  system: QuorumSystem,
  of: (phases: readonly QuorumPhase[]) => Cost | null,
): Readonly<Record<QuorumPath, Cost | null>> {
  const cost = (path: QuorumPath): Cost | null => {
    const phases = phasesOf(path, system);
    return phases === null ? null : of(phases);
  };
  return {
    fast: cost('fast'),
    classic: cost('classic'),
    leaderChange: cost('leaderChange'),
    collisionRecovery: cost('collisionRecovery'),
  };
}
