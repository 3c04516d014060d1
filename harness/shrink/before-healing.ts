import { nodeNames } from '#quorums';
import type { SimFault, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/**
 * Heals after the violation instead of before, with faults that end where everything was healed; if that is not enough, each node goes on by
 * timeouts there. Nodes that do not have to be let go are left out later, and what leads to the violation can be played to a real
 * cluster, message by message.
 */
export async function beforeHealing(trials: Trials): Promise<boolean> {
  const { best, violation } = trials;
  const { roundsBy, healAtMs, system } = best;
  if (roundsBy !== 'request' || violation.atMs < healAtMs) return false;
  const faults = best.faults.filter(({ atMs }) => atMs < healAtMs).map((fault) => endedBy(fault, healAtMs));
  const letGo = nodeNames(system).map((node): SimFault => ({ atMs: healAtMs, kind: 'let-go', node }));
  const later: SimScenario = { ...best, faults, healAtMs: Math.ceil((violation.atMs + 1) / 100) * 100 };
  return (
    (await trials.accepts(later, 'unhealed')) || trials.accepts({ ...later, faults: [...faults, ...letGo] }, 'unhealed')
  );
}

function endedBy(fault: SimFault, endMs: number): SimFault {
  return 'forMs' in fault ? { ...fault, forMs: Math.min(fault.forMs, endMs - fault.atMs) } : fault;
}
