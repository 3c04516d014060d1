import type { ReadMode } from '#cluster-node';
import { nodeNames, type QuorumSystem, systemText } from '#quorums';
import type { Rng } from '../ports/index.ts';
import { seededRng } from '../seeded-rng.ts';
import { drawFaults } from './draw-faults.ts';
import { drawMessages } from './draw-messages.ts';
import { drawOperations } from './draw-operations.ts';
import { drawSystem, type Protocol } from './draw-system.ts';
import type { SimFault, SimNetworkSetting, SimScenario } from './sim-scenario.ts';

/** What is not drawn but given. */
export type DrawOptions = Readonly<{
  /** How many operations clients invoke. Default: 40, or, since a stale read by lease takes many, 150. */
  operations?: number;
  protocol?: Protocol;
  /** How many nodes; without meaning where `system` is given. */
  nodes?: number;
  system?: QuorumSystem;
  reads?: ReadMode;
  mutant?: string | null;
  /** Default: `stop`. */
  onBrokenPick?: 'stop' | 'choose';
  /** `none`: no faults and hardly two operations at a time. Default: `all`. */
  faults?: 'all' | 'none';
}>;

/** By then there is a leader, if nothing is in its way. */
const firstOperationMs = 700;
const settleMs = 60_000;
/** In this time after healing, operations are invoked that must, or must not, come to anything. */
const afterwardsMs = 4_000;

/**
 * A swarm of clusters: size, quorums, protocol, workload, how the network and the disks fare, and what breaks are drawn from the seed, each
 * from a stream of its own, so that giving one of them leaves the others as they were.
 *
 * ```ts
 * const scenario = drawScenario(4711, { operations: 1_000 });
 * ```
 */
export function drawScenario(seed: number, options: DrawOptions = {}): SimScenario {
  const rng = seededRng(seed).fork('scenario');
  const isCalm = options.faults === 'none';
  const system =
    options.system ??
    drawSystem(rng.fork('system'), { protocol: options.protocol ?? null, nodes: options.nodes ?? null });
  const nodes = nodeNames(system);
  const reads = options.reads ?? rng.fork('reads').pick<ReadMode>(['log', 'log', 'index', 'lease']);
  const count = options.operations ?? (reads === 'lease' ? 150 : 40);
  const healAtMs = durationMs(rng.fork('duration'), count, reads === 'lease');
  const faults = isCalm ? [] : faultsFor(rng, { nodes, healAtMs, hasLeases: reads === 'lease' });
  const lostForGood = isCalm ? [] : drawLost(rng.fork('lost'), nodes);
  const isLong = lostForGood.length > 0;
  return {
    version: 1,
    because: `drawn from seed ${seed}: ${systemText(system)}, reads by ${reads}, ${count} operations, ${faults.length} faults`,
    seed,
    system,
    reads,
    onBrokenPick: options.onBrokenPick ?? 'stop',
    roundsBy: 'timeouts',
    ...(rng.fork('reports').int(0, 7) === 0 ? { votesPerPart: 3 } : {}),
    mutant: options.mutant ?? null,
    network: drawNetwork(rng.fork('network'), isCalm),
    disk: { syncMinMs: 0.1, syncMaxMs: isCalm ? 0.3 : rng.fork('disk').pick([0.3, 3, 20]) },
    clockRates: isCalm ? {} : drawClockRates(rng.fork('clocks'), nodes, reads === 'lease'),
    operations: drawOperations(rng.fork('operations'), {
      count,
      fromMs: firstOperationMs,
      untilMs: isLong ? healAtMs + afterwardsMs : healAtMs - 100,
      nodes,
      isCalm,
      hasStaleReads: reads !== 'log',
    }),
    faults,
    messages: isCalm
      ? []
      : drawMessages(rng.fork('messages'), { fromMs: firstOperationMs, untilMs: healAtMs, nodes, reads }),
    healAtMs,
    settleMs,
    lostForGood,
  };
}

/** Long enough for some elections, and for leases to run out. */
function durationMs(rng: Rng, operations: number, hasLeases: boolean): number {
  const shortest = hasLeases ? 5_000 : 3_000;
  return shortest + (operations >= 200 ? rng.pick([0, 2_000]) : 0);
}

function faultsFor(
  rng: Rng,
  { nodes, healAtMs, hasLeases }: Readonly<{ nodes: readonly string[]; healAtMs: number; hasLeases: boolean }>,
): readonly SimFault[] {
  const faults = drawFaults(rng.fork('faults'), { fromMs: 300, untilMs: healAtMs, nodes, countMax: 8, hasLeases });
  const corruption = rng.fork('corruption');
  if (corruption.int(0, 15) !== 0) return faults;
  const atMs = firstOperationMs + corruption.fraction() * (healAtMs - firstOperationMs);
  return [...faults, { atMs, kind: 'corrupt', node: corruption.pick(nodes) }];
}

/** In a quarter of all runs some nodes do not come back: any number of them, all but one at most. */
function drawLost(rng: Rng, nodes: readonly string[]): readonly string[] {
  if (rng.int(0, 3) > 0) return [];
  return rng.shuffled(nodes).slice(0, rng.int(0, nodes.length - 1));
}

function drawNetwork(rng: Rng, isCalm: boolean): SimNetworkSetting {
  if (isCalm) return { delayMinMs: 0.1, delayMaxMs: 0.5, straggling: 0, lost: 0, duplicated: 0 };
  return {
    delayMinMs: 0.1,
    delayMaxMs: rng.pick([0.5, 2, 10]),
    straggling: rng.pick([0, 0.01, 0.1]),
    lost: rng.pick([0, 0.01, 0.1]),
    duplicated: rng.pick([0, 0.05]),
  };
}

/** Leases are made for clocks that are wrong by up to a fifth, and everything else for any. */
function drawClockRates(rng: Rng, nodes: readonly string[], hasLeases: boolean): Record<string, number> {
  if (!hasLeases && rng.int(0, 3) > 0) return {};
  return Object.fromEntries(nodes.map((node) => [node, rng.pick([0.85, 1, 1.15])]));
}
