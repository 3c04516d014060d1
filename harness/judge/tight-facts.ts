import { countTightEvents } from '#checker';
import { parseFaultSpecs, tightKinds } from '#nemesis';
import type { QuorumFamily } from '#quorums';
import type { RunPlan } from '../run-plan.ts';
import type { PaxosFiles } from '../systems/paxos-files.ts';
import type { TightFacts } from './run-facts.ts';

/** Tight events of a run, by the kind of round in which the decision fell, and which kinds its faults were to make. Pure. */
export function tightFacts(
  { nodes, nemesis, clock }: Pick<RunPlan, 'nodes' | 'nemesis' | 'clock'>,
  family: QuorumFamily,
  { journals, traces, timed }: Pick<PaxosFiles, 'journals' | 'traces' | 'timed'>,
): TightFacts {
  return {
    // Clocks of different speeds cannot tell what came before what.
    ...countTightEvents({ nodes, family, journals, traces, timed: clock === 'rate' ? [] : timed }),
    ...tightKinds(parseFaultSpecs(nemesis, nodes), nodes, family),
  };
}
