import { nodeNames } from '#quorums';
import type { SimFault } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/**
 * Lets each node go on by timeouts where everything was healed, and heals after the violation instead: nodes that do not have to be let go
 * are left out later, and what leads to the violation can be played to a real cluster, message by message.
 */
export async function beforeHealing(trials: Trials): Promise<boolean> {
  const { best, violation } = trials;
  const { roundsBy, healAtMs } = best;
  if (roundsBy !== 'request' || violation.atMs < healAtMs) return false;
  const letGo = nodeNames(best.system).map((node): SimFault => ({ atMs: healAtMs, kind: 'let-go', node }));
  const later = Math.ceil((violation.atMs + 1) / 100) * 100;
  return trials.accepts({ ...best, faults: [...best.faults, ...letGo], healAtMs: later }, 'unhealed');
}
