import { type Round, roundNumber, roundOwner } from '#cluster-node';
import { nodeNames } from '#quorums';
import type { SimCluster } from '../environments/sim/sim-cluster.ts';
import type { SimFault, SimScenario } from '../simulation/index.ts';
import type { Trials } from './trials.ts';

/**
 * Lets rounds and recoveries begin by request, at the times at which timeouts began them: nodes are silent then but for what the schedule
 * makes them say, without heartbeats and without sending anything again, and the run can be played to a real cluster. Where that is not
 * enough nodes get their timeouts back once they have rounds.
 */
export async function roundsByRequest(trials: Trials): Promise<boolean> {
  const { best, violation } = trials;
  const isByRequest = best.roundsBy === 'request';
  if (isByRequest && best.faults.every(({ kind }) => kind !== 'let-go')) return false;
  const { rounds, recoveries } = begunIn(trials);
  const others = best.faults.filter(({ kind }) => !asked.has(kind));
  const faults = [...others, ...rounds, ...recoveries];
  // what happens after healing is left to timeouts again
  const healAtMs = Math.max(best.healAtMs, violation.atMs + 100);
  const byRequest: SimScenario = { ...best, roundsBy: 'request', faults, healAtMs };
  const letGo = lettingGo(best.system, Math.max(0, ...rounds.map(({ atMs }) => atMs)) + establishedMs);
  return trials.acceptsOneOf([
    byRequest,
    { ...byRequest, healAtMs: best.healAtMs },
    ...(isByRequest ? [] : [{ ...byRequest, faults: [...others, ...rounds, ...letGo] }]),
  ]);
}

/** What is asked of the rounds of a node. */
const asked: ReadonlySet<SimFault['kind']> = new Set(['begin-round', 'recover', 'let-go']);
/** By then a round has begun that nothing keeps from beginning. */
const establishedMs = 50;
/** Faults come before what happens at their moment. */
const afterVoteMs = 0.001;

function lettingGo(system: SimScenario['system'], atMs: number): readonly SimFault[] {
  return nodeNames(system).map((node) => ({ atMs, kind: 'let-go', node }));
}

/**
 * A request for each round that began, for a fast one if its fast step was opened; and for each recovery, which comes after the vote that
 * made the collision certain, if one did.
 */
function begunIn(trials: Trials): Readonly<Record<'rounds' | 'recoveries', readonly SimFault[]>> {
  const { best, violation } = trials;
  const names = nodeNames(best.system);
  const began = new Map<string, { atMs: number; node: string; roundKind: 'classic' | 'fast' }>();
  const recoveries: SimFault[] = [];
  let cluster: SimCluster | null = null;
  // an oracle objects to a step before that is told
  trials.simulate(best, {
    oracles: 'off',
    until: violation.atEvent + 1,
    watch: (watched) => {
      cluster = watched;
    },
    listener: {
      trace: (by, told) => {
        const nowMs = cluster?.time.nowMs ?? 0;
        if (told.kind === 'collision') {
          const atMs = told.certain ? nowMs + afterVoteMs : nowMs;
          recoveries.push({ kind: 'recover', atMs, node: names[by] ?? '', instance: told.instance });
        }
        if (told.kind !== 'round') return;
        const round = told.round as Round;
        const node = names[roundOwner(round)] ?? '';
        const name = `${roundNumber(round)} of ${node}`;
        if (told.what === 'began') began.set(name, { atMs: nowMs, node, roundKind: 'classic' });
        const known = began.get(name);
        if (told.what === 'opened-fast' && known !== undefined) known.roundKind = 'fast';
      },
    },
  });
  const rounds = [...began.values()].map((one): SimFault => ({ kind: 'begin-round', ...one }));
  return { rounds, recoveries };
}
