import type { OracleViolation } from './oracles/violation.ts';
import type { SimCluster, SimListener } from './sim-cluster.ts';

/** Who hears, for people, all that happens in a simulated run. To listen changes nothing. */
export interface SimAudience {
  /** Its `fateOf` hears of every message that no cut link stops, and answers null. */
  readonly listener: Omit<SimListener, 'objected'>;
  /** Is given the cluster before it starts, to tell at which moment and event something is heard. */
  watch(cluster: SimCluster): void;
  /** An oracle objects. */
  objected(violation: OracleViolation): void;
  /** All nodes are ended, and what is heard from now on is no part of the run. */
  ended(): void;
}
