import type { QuorumSystem } from './system.ts';

/** Whether the system has fast quorums, so that rounds may be fast. */
export function usesFastRounds(system: QuorumSystem): boolean {
  return (system.kind === 'grid' ? system.fastColumns : system.fast) !== null;
}

/** The same system without fast quorums: all of its rounds are classic. */
export function withoutFast(system: QuorumSystem): QuorumSystem {
  return system.kind === 'grid' ? { ...system, fastColumns: null } : { ...system, fast: null };
}
