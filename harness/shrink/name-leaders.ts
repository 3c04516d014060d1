import { nodeNames } from '#quorums';
import type { SimFault, SimOutcome, SimScenario } from '../simulation/index.ts';

/** The scenario with the names of those whom `@leader` and `@others` meant in the run that came to `outcome`. */
export function withLeadersNamed(scenario: SimScenario, { leaders }: Pick<SimOutcome, 'leaders'>): SimScenario {
  const all = nodeNames(scenario.system);
  const faults = scenario.faults.map((fault, place) => {
    const leader = leaders.find((one) => one.fault === place)?.leader;
    return leader === undefined ? fault : named(fault, leader, all);
  });
  return { ...scenario, faults };
}

function named(fault: SimFault, leader: string, all: readonly string[]): SimFault {
  if ('nodes' in fault) {
    const nodes = fault.nodes.flatMap((target) => {
      if (target === '@others') return all.filter((node) => node !== leader);
      return target === '@leader' ? [leader] : [target];
    });
    return { ...fault, nodes: [...new Set(nodes)] };
  }
  return 'node' in fault && fault.node === '@leader' ? { ...fault, node: leader } : fault;
}
