import type { ProbeResult } from '../../ports/index.ts';

/** What a probe saw of one node: the fault in force, nothing of it left, or neither. `says` is for people. */
export type NodeObservation = Readonly<{ inForce: boolean; healed: boolean; says: string }>;

/** Of a fault on several nodes: in force when it is on each of them, healed when it is on none. */
export function combineObservations(seen: readonly NodeObservation[]): ProbeResult {
  return {
    effective: seen.length > 0 && seen.every(({ inForce }) => inForce),
    healed: seen.every(({ healed }) => healed),
    evidence: seen.map(({ says }) => says).join('; '),
  };
}
