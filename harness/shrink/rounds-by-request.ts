import { type Round, roundNumber, roundOwner } from '#cluster-node';
import { nodeNames } from '#quorums';
import type { SimCluster } from '../environments/sim/sim-cluster.ts';
import { simulate } from '../hunt/simulate.ts';
import type { SimFault, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/**
 * Lets rounds begin by request, at the times at which timeouts began them: nodes are silent then but for what the schedule makes them
 * say, without heartbeats and without sending anything again, and the run can be played to a real cluster.
 */
export async function roundsByRequest(trials: Trials): Promise<boolean> {
  const { best, violation } = trials;
  if (best.roundsBy === 'request') return false;
  const faults = [...best.faults, ...beginnings(best)];
  // what happens after healing is left to timeouts again
  const healAtMs = Math.max(best.healAtMs, violation.atMs + 100);
  return trials.acceptsOneOf(
    [healAtMs, best.healAtMs].map((ms) => ({ ...best, roundsBy: 'request', faults, healAtMs: ms })),
  );
}

/** A request for each round that began; for a fast one if its fast step was opened. */
function beginnings(scenario: SimScenario): readonly SimFault[] {
  const names = nodeNames(scenario.system);
  const began = new Map<string, { atMs: number; node: string; roundKind: 'classic' | 'fast' }>();
  let cluster: SimCluster | null = null;
  simulate(scenario, {
    watch: (watched) => {
      cluster = watched;
    },
    listener: {
      trace: (_node, told) => {
        if (told.kind !== 'round') return;
        const round = told.round as Round;
        const node = names[roundOwner(round)] ?? '';
        const name = `${roundNumber(round)} of ${node}`;
        const atMs = cluster?.time.nowMs ?? 0;
        if (told.what === 'began') began.set(name, { atMs, node, roundKind: 'classic' });
        const known = began.get(name);
        if (told.what === 'opened-fast' && known !== undefined) known.roundKind = 'fast';
      },
    },
  });
  return [...began.values()].map((one): SimFault => ({ kind: 'begin-round', ...one }));
}
