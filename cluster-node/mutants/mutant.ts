import type { QuorumSystem } from '#quorums';
import type { ReadMode } from '../protocol/configuration.ts';
import { paxosRules, type Rules } from '../protocol/rules.ts';

/**
 * A protocol with one step wrong, for proving that the judges convict it. `number` is the row of the table of bugs in
 * docs/protocol-bugs.md; `system` the smallest setting at which nothing else masks the bug.
 */
export type Mutant = Readonly<{
  name: string;
  number: number;
  wrongStep: string;
  system: QuorumSystem;
  /** The reads at which it shows; without: any. */
  reads?: ReadMode;
  rules: Rules;
}>;

/** The correct rules with `wrong` instead of their own. */
export function broken(wrong: Partial<Rules>): Rules {
  return { ...paxosRules, ...wrong };
}

/** A setting by sizes: N, L, R and F, where fast rounds are used. */
export function sizes(nodes: number, phase1: number, classic: number, fast: number | null = null): QuorumSystem {
  return { kind: 'cardinality', nodes, phase1, classic, fast };
}

/** The first node, from 0, that is not in `counted`; `otherwise` when all are. */
export function firstAbsent(counted: number, nodes: number, otherwise: number): number {
  for (let node = 0; node < nodes; node += 1) if ((counted & (1 << node)) === 0) return node;
  return otherwise;
}
